import base64
import binascii
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from caseflow.applications.states import Outcome
from caseflow.issuing.states import Chain, KeyPlace, OrderState


class Base64Field(serializers.CharField):
    """Bytes as base64."""

    default_error_messages = {"base64": _("This is not base64.")}

    def to_internal_value(self, data: Any) -> bytes:  # type: ignore[override]
        try:
            return base64.b64decode(super().to_internal_value(data), validate=True)
        except (binascii.Error, ValueError):
            self.fail("base64")

    def to_representation(self, value: Any) -> str:
        return base64.b64encode(bytes(value)).decode()


class SigningOrderSerializer(serializers.Serializer[Any]):
    """A result that waits, or waited, for the asker's signature."""

    id = serializers.UUIDField(source="reference")
    number = serializers.CharField(source="application.number")
    procedure = serializers.CharField(source="application.procedure.code")
    procedure_name = serializers.CharField(source="application.procedure.name")
    outcome = serializers.ChoiceField(Outcome.choices, source="application.outcome")
    agency = serializers.CharField(source="agency.code")
    on_behalf_of = serializers.CharField(
        source="leader.get_full_name", help_text="in whose name it was decided"
    )
    key = serializers.ChoiceField(KeyPlace.choices)
    signatures = serializers.ChoiceField(Chain.choices, source="chain")
    state = serializers.ChoiceField(OrderState.choices)
    waits_since = serializers.DateTimeField(source="opened_at")
    due_at = serializers.DateTimeField(source="application.due_at", allow_null=True)
    error = serializers.CharField(help_text="what hindered the last attempt")


class SigningOrdersSerializer(serializers.Serializer[Any]):
    results = SigningOrderSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="`after` of the next page")


class InboxQuerySerializer(serializers.Serializer[Any]):
    after = serializers.CharField(required=False)
    limit = serializers.IntegerField(required=False, default=100, min_value=1, max_value=500)
    confirmed = serializers.BooleanField(
        required=False, default=False, help_text="only what was confirmed at the desk"
    )
    key = serializers.ChoiceField(KeyPlace.choices, required=False)


class CertificateSerializer(serializers.Serializer[Any]):
    certificate = Base64Field(max_length=16000, help_text="DER as base64, as the device has it")


class PreparationSerializer(serializers.Serializer[Any]):
    """What the device signs: SHA-256 with RSA (PKCS#1 v1.5), or ECDSA in DER."""

    preparation = serializers.UUIDField(source="reference")
    to_sign = Base64Field(source="prepared.to_sign", help_text="base64")
    digest = serializers.CharField(source="prepared.digest", help_text="SHA-256 of `to_sign`, hex")
    document_digest = serializers.CharField(
        source="prepared.unsigned_digest", help_text="SHA-256 of the document as it was prepared"
    )
    expires_at = serializers.DateTimeField()


class ValueSerializer(serializers.Serializer[Any]):
    preparation = serializers.UUIDField()
    value = Base64Field(max_length=4000, help_text="base64")


class RefusalSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)
