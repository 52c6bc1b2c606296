from typing import Any

from rest_framework import serializers

from caseflow.applications.states import Delivery, IdentityCheck, Outcome
from caseflow.issuing.states import Form


class EntrySerializer(serializers.Serializer[Any]):
    """A slip, result or certified copy; without `id` only the fact is recorded."""

    id = serializers.CharField(allow_null=True)
    ready = serializers.BooleanField(help_text="false while the document is still being made")
    kind = serializers.ChoiceField(["result", "copy", "slip"])
    form = serializers.ChoiceField(Form.choices, allow_blank=True)
    name = serializers.CharField()
    number = serializers.CharField()
    outcome = serializers.ChoiceField(Outcome.choices, allow_blank=True)
    digest = serializers.CharField(help_text="SHA-256 of the document")
    electronic = serializers.BooleanField()
    signed_at = serializers.DateTimeField(allow_null=True)
    made_at = serializers.DateTimeField(allow_null=True)
    size = serializers.IntegerField(allow_null=True, help_text="bytes")
    withdrawn_at = serializers.DateTimeField(
        allow_null=True, help_text="since then it no longer counts"
    )
    replaced_by = serializers.CharField(help_text="number of the result that counts instead")
    paper_code = serializers.CharField(help_text="holder's identifier and kind of result")


class EntriesSerializer(serializers.Serializer[Any]):
    results = EntrySerializer(many=True)


class BeingPreparedSerializer(serializers.Serializer[Any]):
    """Ask again in a moment, as `Retry-After` says."""

    code = serializers.ChoiceField(["being_prepared"])
    message = serializers.CharField()


class DeliverySerializer(serializers.Serializer[Any]):
    """How a result came to whom it was for; who handed it over is told to staff only."""

    at = serializers.DateTimeField()
    result = serializers.CharField(help_text="its number")
    how = serializers.ChoiceField(Delivery.choices)
    to = serializers.ChoiceField(["applicant", "other"])
    to_whom = serializers.CharField()
    identity_check = serializers.ChoiceField(IdentityCheck.choices, allow_blank=True)
    carrier = serializers.CharField()
    tracking_number = serializers.CharField()
    office = serializers.CharField()
    by = serializers.CharField()


class DeliveriesSerializer(serializers.Serializer[Any]):
    results = DeliverySerializer(many=True)


class SignedScanSerializer(serializers.Serializer[Any]):
    """A scan as who made it signed it; without `signed_at` it says why it is not."""

    id = serializers.IntegerField(source="document_id", help_text="of the paper")
    paper = serializers.CharField(source="document.paper")
    original_digest = serializers.CharField(
        source="document.sha256", help_text="SHA-256 of the bytes as they came"
    )
    digest = serializers.CharField(
        source="signature.signed_digest", default="", help_text="SHA-256 of the signed copy"
    )
    signed_by = serializers.CharField(source="signed_by.get_full_name")
    certificate = serializers.CharField(source="signature.certificate.subject", default="")
    signed_at = serializers.DateTimeField(
        source="signature.signed_at", allow_null=True, default=None
    )
    refusal = serializers.CharField(help_text="why it is not signed")


class SignedScansSerializer(serializers.Serializer[Any]):
    results = SignedScanSerializer(many=True)
