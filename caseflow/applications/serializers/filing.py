from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from caseflow.applications.models import Draft
from caseflow.applications.serializers.declared import DeclaredSerializer
from caseflow.applications.states import ApplicantKind, Assistance, Channel, State
from citizens.identity import identity_number_faults, tax_code_faults
from procedures.models import Procedure


class ApplicantSerializer(DeclaredSerializer):
    kind = serializers.ChoiceField(ApplicantKind.choices)
    identity_number = serializers.CharField(max_length=14)
    full_name = serializers.CharField(max_length=200)
    date_of_birth = serializers.DateField(required=False, allow_null=True, default=None)
    phone = serializers.RegexField(r"^[+0-9 ().-]{6,20}$", required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    address = serializers.CharField(max_length=300, required=False, allow_blank=True)

    def validate(self, applicant: dict[str, Any]) -> dict[str, Any]:
        born: date | None = applicant["date_of_birth"]
        if applicant["kind"] == ApplicantKind.ORGANISATION:
            faults = tax_code_faults(applicant["identity_number"])
        else:
            faults = identity_number_faults(applicant["identity_number"])
            if born is None:
                raise serializers.ValidationError({"date_of_birth": [_("Give the date of birth.")]})
        if faults:
            raise serializers.ValidationError({"identity_number": faults})
        if born and born > timezone.localdate():
            raise serializers.ValidationError({"date_of_birth": [_("This day is still to come.")]})
        return applicant


class FilingSerializer(DeclaredSerializer):
    procedure = serializers.CharField(max_length=20)
    receiving_center = serializers.CharField(max_length=35)
    returning_center = serializers.CharField(max_length=35, required=False, allow_blank=True)
    deciding_agency = serializers.CharField(
        max_length=35,
        required=False,
        allow_blank=True,
        help_text="The commune's agency that shall decide, where the centre serves another one.",
    )
    applicant = ApplicantSerializer()
    form = serializers.DictField()
    channel = serializers.ChoiceField(
        Channel.choices,
        required=False,
        help_text="How the file reached the office; only staff say it, a citizen's own is online.",
    )
    assistance = serializers.ChoiceField(
        [choice for choice in Assistance.choices if choice[0] != Assistance.UNKNOWN],
        required=False,
        help_text="Who typed it, as the sender says; kept beside what the facts say.",
    )
    helper_session = serializers.UUIDField(
        required=False, help_text="Files for the person who gave the helper their code."
    )


class TurningAwaySerializer(DeclaredSerializer):
    """A visit at the counter whose file is refused before there is one."""

    procedure = serializers.CharField(max_length=20)
    receiving_center = serializers.CharField(max_length=35)
    applicant = ApplicantSerializer()
    reason = serializers.CharField(max_length=2000, label=_("Reason"))


class FiledSerializer(DeclaredSerializer):
    """What the sender keeps of a filing."""

    number = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    portal_status = serializers.IntegerField()
    filed_at = serializers.DateTimeField()
    reception_due_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    tracking_key = serializers.CharField()


class DraftSerializer(serializers.ModelSerializer[Draft]):
    """A draft keeps what was typed as it was typed; rules are asked when it is filed."""

    id = serializers.UUIDField(source="reference", read_only=True)
    procedure = serializers.SlugRelatedField("code", queryset=Procedure.objects.all())
    body = serializers.DictField(required=False, default=dict)

    class Meta:
        model = Draft
        fields = ("id", "procedure", "body", "updated_at")
