from typing import Any

from rest_framework import serializers

from caseflow.applications.models import Application, Event, Reading
from caseflow.applications.permissions import deeds_open_to, handles
from caseflow.applications.states import INTERNAL, Assistance, Channel, Door, Origin, State, Verb
from citizens.identity import masked


class ApplicationLineSerializer(serializers.Serializer[Application]):
    """One line of a list."""

    number = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    portal_status = serializers.IntegerField()
    procedure = serializers.CharField(source="procedure.code")
    procedure_name = serializers.CharField(source="procedure.name")
    receiving_center = serializers.CharField(source="receiving_center.code")
    applicant_name = serializers.CharField()
    filed_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class DeclaredApplicantSerializer(serializers.Serializer[Application]):
    kind = serializers.CharField(source="applicant_kind")
    identity_number = serializers.CharField(source="applicant_identity")
    full_name = serializers.CharField(source="applicant_name")
    date_of_birth = serializers.DateField(source="applicant_birth_date", allow_null=True)
    phone = serializers.CharField(source="applicant_phone")
    email = serializers.CharField(source="applicant_email")
    address = serializers.CharField(source="applicant_address")

    def to_representation(self, case: Application) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(case)
        if not handles(self.context["actor"], case):
            hidden = dict.fromkeys(("date_of_birth", "phone", "email", "address"))
            shown |= hidden | {"identity_number": masked(case.applicant_identity)}
        return shown


class ApplicationSerializer(ApplicationLineSerializer):
    """A whole application; needs the asking `actor` in its context."""

    tracking_key = serializers.CharField()
    version = serializers.IntegerField(source="procedure_version.number")
    deciding_agency = serializers.CharField(source="deciding_agency.code")
    returning_center = serializers.CharField(source="returning_center.code")
    channel = serializers.ChoiceField(Channel.choices)
    assistance = serializers.ChoiceField(Assistance.choices)
    origin = serializers.ChoiceField(Origin.choices)
    applicant = DeclaredApplicantSerializer(source="*")
    form = serializers.DictField()
    reception_due_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    due_original_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    issued_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    electronic_result = serializers.BooleanField(allow_null=True)
    result_digest = serializers.CharField()
    erased_at = serializers.DateTimeField(allow_null=True)
    possible_verbs = serializers.SerializerMethodField()

    def get_possible_verbs(self, case: Application) -> list[str]:
        return [str(verb) for verb in deeds_open_to(self.context["actor"], case)]

    def to_representation(self, case: Application) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(case)
        if not handles(self.context["actor"], case):
            shown |= {"form": {}, "tracking_key": ""}
        return shown


class EventSerializer(serializers.Serializer[Event]):
    """A deed as the parties see it: the office and role, not the person.

    Needs the `actor`, and `in_full` to show what was declared before and after a supplement.
    """

    sequence = serializers.IntegerField()
    verb = serializers.ChoiceField(Verb.choices)
    from_state = serializers.ChoiceField(State.choices)
    to_state = serializers.ChoiceField(State.choices)
    actor_role = serializers.CharField()
    actor_unit = serializers.CharField()
    at = serializers.DateTimeField()
    origin = serializers.ChoiceField(Origin.choices)
    payload = serializers.DictField()
    said = serializers.DictField(source="statement.body", default=None, allow_null=True)
    hash = serializers.CharField()

    def to_representation(self, event: Event) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(event)
        if event.verb in INTERNAL and not self.context["actor"].is_staff:
            shown |= {"payload": {}, "said": None}
        elif shown["said"] and not self.context["in_full"]:
            shown["said"] = {key: said for key, said in shown["said"].items() if key != "changes"}
        return shown


class ReadingSerializer(serializers.Serializer[Reading]):
    """The office and role of who read, not the person."""

    at = serializers.DateTimeField()
    role = serializers.CharField()
    unit = serializers.CharField()
    door = serializers.ChoiceField(Door.choices)


class ReadingsSerializer(serializers.Serializer[Any]):
    results = ReadingSerializer(many=True)


class EventsSerializer(serializers.Serializer[Any]):
    results = EventSerializer(many=True)
