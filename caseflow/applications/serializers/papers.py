from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from caseflow.applications.models import Document
from caseflow.applications.states import Check, Source

#: How a file that is sent was made.
WAYS = [choice for choice in Source.choices if choice[0] in (Source.UPLOAD, Source.SCAN)]


class DocumentSerializer(serializers.Serializer[Document]):
    id = serializers.IntegerField()
    paper = serializers.CharField()
    name = serializers.CharField()
    source = serializers.ChoiceField(Source.choices)  # type: ignore[assignment]
    size = serializers.IntegerField(help_text="bytes")
    content_type = serializers.CharField()
    sha256 = serializers.CharField()
    pages = serializers.IntegerField(allow_null=True)
    resolution = serializers.IntegerField(allow_null=True, help_text="dots per inch, of a scan")
    data_source = serializers.CharField(help_text="where the data lie")
    statement = serializers.CharField()
    warnings = serializers.ListField(child=serializers.CharField())
    check_state = serializers.ChoiceField(Check.choices)
    check_note = serializers.CharField(help_text="what was found, or why nobody could look")
    uploaded_at = serializers.DateTimeField()


class DocumentsSerializer(serializers.Serializer[Any]):
    results = DocumentSerializer(many=True)


class UploadSerializer(serializers.Serializer[Any]):
    """One of a file, `upload` (sent in pieces), `reuse` (of the store) and `data`; also as JSON.

    Several parts called `file` are pictures, which become one PDF in their order.
    """

    paper = serializers.CharField(max_length=100, label=_("Paper"))
    file = serializers.FileField(allow_empty_file=True, required=False)
    upload = serializers.UUIDField(required=False)
    reuse = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    data = serializers.CharField(max_length=200, required=False)  # type: ignore[assignment]
    statement = serializers.CharField(max_length=2000, required=False)
    source = serializers.ChoiceField(  # type: ignore[assignment]  # the name is the column's
        WAYS,
        required=False,
        default=Source.UPLOAD,
        help_text="A scan is made by staff from the original.",
    )
    resolution = serializers.IntegerField(
        min_value=50, max_value=2400, required=False, help_text="dots per inch; needed for a scan"
    )

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        if sum(name in sent for name in ("file", "upload", "reuse", "data")) != 1:
            message = gettext("Give exactly one of: file, upload, reuse, data.")
            raise serializers.ValidationError({"file": [message]})
        if sent["source"] == Source.SCAN and "resolution" not in sent:
            message = gettext("Give the resolution of the scan in dots per inch.")
            raise serializers.ValidationError({"resolution": [message]})
        return sent


class PartialUploadSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="reference")
    name = serializers.CharField()
    length = serializers.IntegerField(help_text="bytes announced")
    offset = serializers.IntegerField(help_text="bytes that are safe")
    expires_at = serializers.DateTimeField()
