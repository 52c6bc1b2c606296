from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from signatures import words
from signatures.states import CertificateKind, Finding


class DocumentToVerifySerializer(serializers.Serializer[dict[str, Any]]):
    """An empty file is a file: it gets the verdict that it is no PDF."""

    file = serializers.FileField(allow_empty_file=True)
    official = serializers.BooleanField(
        default=False,
        label=_("It should come from an authority"),
        help_text="Certificates of other kinds do not fit then.",
    )


class CertificateReportSerializer(serializers.Serializer[Any]):
    signer = serializers.CharField()
    identifier = serializers.CharField()
    subject = serializers.CharField()
    issuer = serializers.CharField()
    serial_number = serializers.CharField()
    fingerprint = serializers.CharField()
    valid_from = serializers.DateTimeField()
    valid_to = serializers.DateTimeField()


class TimeStampSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField(allow_null=True)
    authority = serializers.CharField()
    intact = serializers.BooleanField()
    trusted = serializers.BooleanField()


class RevocationSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(["good", "revoked", "unknown"])
    revoked_at = serializers.DateTimeField(allow_null=True)


class ChangesSerializer(serializers.Serializer[Any]):
    """What became of the document after a signature."""

    level = serializers.ChoiceField(["none", "archival", "form_filling", "annotations", "other"])
    allowed = serializers.BooleanField()
    revisions = serializers.IntegerField(help_text="how often the file was saved since")
    kinds = serializers.ListField(child=serializers.ChoiceField(words.Change.choices))
    # A field of the PDF's form; `fields` is a serializer's own name.
    form_fields = serializers.ListField(child=serializers.CharField(), source="fields")


class SignatureReportSerializer(CertificateReportSerializer):
    field = serializers.CharField(help_text="name of the signature's field in the document")
    signed_at = serializers.DateTimeField(allow_null=True)
    level = serializers.CharField()
    intact = serializers.BooleanField()
    trusted = serializers.BooleanField()
    covers_whole_document = serializers.BooleanField()
    demonstration = serializers.BooleanField()
    byte_range = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="signed bytes: offset and length, before and after the signature's own room",
    )
    timestamp = TimeStampSerializer(allow_null=True)
    problem = serializers.ChoiceField(words.Problem.choices, allow_blank=True)
    chain = CertificateReportSerializer(many=True)
    revocation = RevocationSerializer()
    changes = ChangesSerializer()
    kinds = serializers.ListField(child=serializers.ChoiceField(CertificateKind.choices))
    explanation = serializers.ListField(child=serializers.CharField(), help_text="plain words")


class RegisteredSerializer(serializers.Serializer[Any]):
    """What our own register knows of the document."""

    unchanged = serializers.BooleanField(help_text="byte for byte what was registered")
    extended = serializers.BooleanField(help_text="begins with what was registered")
    altered = serializers.BooleanField(help_text="was a registered document, and is not any more")
    signed_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    is_replaced = serializers.BooleanField()


class VerdictSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(Finding.choices, source="finding")
    message = serializers.CharField()
    is_pdf = serializers.BooleanField()
    signed = serializers.BooleanField()
    signatures = SignatureReportSerializer(many=True)
    timestamps = TimeStampSerializer(many=True)
    digest = serializers.CharField(help_text="SHA-256 of the file")
    refused = serializers.ChoiceField(
        words.Unexamined.choices, allow_blank=True, help_text="why it could not be examined"
    )
    registered = RegisteredSerializer(allow_null=True)
    explanation = serializers.ListField(child=serializers.CharField(), help_text="plain words")
