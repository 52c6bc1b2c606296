from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from caseflow.applications.models import HelperSession
from caseflow.applications.states import Help
from citizens.identity import identity_number_faults


class HelpAskedSerializer(serializers.Serializer[Any]):
    identity_number = serializers.CharField(max_length=12, label=_("Identity number"))
    phone = serializers.RegexField(
        r"^[+0-9 ().-]{6,20}$",
        required=False,
        allow_blank=True,
        label=_("Telephone"),
        help_text=_("Where the code goes if the person has no account."),
    )

    def validate_identity_number(self, number: str) -> str:
        if faults := identity_number_faults(number):
            raise serializers.ValidationError(faults)
        return number


class CodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=20, label=_("Code"))


class HelperSessionSerializer(serializers.Serializer[HelperSession]):
    """What the helper sees: the same for every person; needs `at` in its context."""

    id = serializers.UUIDField(source="reference")
    identity_number = serializers.CharField(
        source="identity_masked", help_text="The last digits of what was asked for."
    )
    state = serializers.SerializerMethodField()
    asked_at = serializers.DateTimeField()
    code_expires_at = serializers.DateTimeField()
    opened_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)

    def get_state(self, session: HelperSession) -> Help:
        return session.state(self.context["at"])


class HelperSessionsSerializer(serializers.Serializer[Any]):
    results = HelperSessionSerializer(many=True)


class HelperCodeSerializer(serializers.Serializer[HelperSession]):
    """What the person sees: who wants to help, and the code to give them."""

    id = serializers.UUIDField(source="reference")
    helper = serializers.CharField(source="helper.get_full_name")
    place = serializers.CharField()
    code = serializers.CharField()
    asked_at = serializers.DateTimeField()
    code_expires_at = serializers.DateTimeField()


class HelperCodesSerializer(serializers.Serializer[Any]):
    results = HelperCodeSerializer(many=True)
