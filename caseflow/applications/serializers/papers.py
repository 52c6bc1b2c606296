from typing import Any

from rest_framework import serializers

from caseflow.applications.models import Document


class DocumentSerializer(serializers.Serializer[Document]):
    id = serializers.IntegerField()
    paper = serializers.CharField()
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes")
    content_type = serializers.CharField()
    sha256 = serializers.CharField()
    warnings = serializers.ListField(child=serializers.CharField())
    uploaded_at = serializers.DateTimeField()


class DocumentsSerializer(serializers.Serializer[Any]):
    results = DocumentSerializer(many=True)


class UploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True)
    paper = serializers.CharField(max_length=100)
