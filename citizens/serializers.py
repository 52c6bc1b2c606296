from rest_framework import serializers

from citizens.models import StoredDocument


class StoredDocumentSerializer(serializers.Serializer[StoredDocument]):
    id = serializers.IntegerField()
    code = serializers.CharField(help_text="holder's identifier and code of the kind of result")
    result_type = serializers.CharField()
    title = serializers.CharField()
    issuer = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    origin_number = serializers.CharField(help_text="of the application it came from")
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes")
    content_type = serializers.CharField()
    sha256 = serializers.CharField()
    kept_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True, help_text="no longer counts since")
    replaced_by = serializers.IntegerField(
        source="replacement_id", allow_null=True, help_text="id of the paper that counts instead"
    )
