from typing import Any

from rest_framework import serializers

from signatures.states import Finding


class DocumentToVerifySerializer(serializers.Serializer[dict[str, Any]]):
    """An empty file is a file: it gets the verdict that it is no PDF."""

    file = serializers.FileField(allow_empty_file=True)


class SignatureReportSerializer(serializers.Serializer[Any]):
    signer = serializers.CharField()
    identifier = serializers.CharField()
    issuer = serializers.CharField()
    serial_number = serializers.CharField()
    fingerprint = serializers.CharField()
    valid_from = serializers.DateTimeField()
    valid_to = serializers.DateTimeField()
    signed_at = serializers.DateTimeField(allow_null=True)
    level = serializers.CharField()
    intact = serializers.BooleanField()
    trusted = serializers.BooleanField()
    covers_whole_document = serializers.BooleanField()
    demonstration = serializers.BooleanField()


class VerdictSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(Finding.choices, source="finding")
    message = serializers.CharField()
    is_pdf = serializers.BooleanField()
    signed = serializers.BooleanField()
    signatures = SignatureReportSerializer(many=True)
