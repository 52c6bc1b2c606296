from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from caseflow.accounts.models import OFFICE_ROLES, User
from caseflow.applications.models import Application, Document, Draft, Event
from caseflow.applications.permissions import deeds_open_to, handles
from caseflow.applications.states import (
    INTERNAL,
    ApplicantKind,
    Assistance,
    Channel,
    Defect,
    Delivery,
    Origin,
    Outcome,
    State,
    Verb,
)
from caseflow.centers.models import Agency
from citizens.identity import identity_number_faults, masked, tax_code_faults
from procedures.models import Procedure


class ApplicantSerializer(serializers.Serializer[Any]):
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


class FilingSerializer(serializers.Serializer[Any]):
    procedure = serializers.CharField(max_length=20)
    receiving_center = serializers.CharField(max_length=35)
    returning_center = serializers.CharField(max_length=35, required=False, allow_blank=True)
    applicant = ApplicantSerializer()
    form = serializers.DictField()
    channel = serializers.ChoiceField(
        Channel.choices,
        required=False,
        help_text="How the file reached the office; only staff say it, a citizen's own is online.",
    )


class FiledSerializer(serializers.Serializer[Application]):
    """What the sender keeps of a filing."""

    number = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    portal_status = serializers.IntegerField()
    filed_at = serializers.DateTimeField()
    reception_due_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    tracking_key = serializers.CharField()


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
    possible_verbs = serializers.SerializerMethodField()

    def get_possible_verbs(self, case: Application) -> list[str]:
        return [str(verb) for verb in deeds_open_to(self.context["actor"], case)]

    def to_representation(self, case: Application) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(case)
        if not handles(self.context["actor"], case):
            shown |= {"form": {}, "tracking_key": ""}
        return shown


class EventSerializer(serializers.Serializer[Event]):
    """A deed as the parties see it: the office and role, not the person; needs the `actor`."""

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
        return shown


class DocumentSerializer(serializers.Serializer[Document]):
    id = serializers.IntegerField()
    paper = serializers.CharField()
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes")
    content_type = serializers.CharField()
    sha256 = serializers.CharField()
    warnings = serializers.ListField(child=serializers.CharField())
    uploaded_at = serializers.DateTimeField()


class EventsSerializer(serializers.Serializer[Any]):
    results = EventSerializer(many=True)


class DocumentsSerializer(serializers.Serializer[Any]):
    results = DocumentSerializer(many=True)


class UploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True)
    paper = serializers.CharField(max_length=100)


class DraftSerializer(serializers.ModelSerializer[Draft]):
    """A draft keeps what was typed as it was typed; rules are asked when it is filed."""

    id = serializers.UUIDField(source="reference", read_only=True)
    procedure = serializers.SlugRelatedField("code", queryset=Procedure.objects.all())
    body = serializers.DictField(required=False, default=dict)

    class Meta:
        model = Draft
        fields = ("id", "procedure", "body", "updated_at")


class TrackedStepSerializer(serializers.Serializer[Any]):
    state = serializers.CharField(source="to_state")
    verb = serializers.CharField()
    at = serializers.DateTimeField()


class TrackingSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    state_name = serializers.CharField(source="get_state_display")
    portal_status = serializers.IntegerField()
    procedure = serializers.CharField(source="procedure.name")
    receiving_center = serializers.CharField(source="receiving_center.name")
    returning_center = serializers.CharField(source="returning_center.name")
    filed_at = serializers.DateTimeField()
    reception_due_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    steps = TrackedStepSerializer(many=True)


class ExplanationSerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    effect = serializers.CharField()
    reason = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # the name is the contract's


class DeadlineSerializer(serializers.Serializer[Any]):
    due_at = serializers.DateTimeField(allow_null=True)
    provisional = serializers.BooleanField()
    explanation = ExplanationSerializer(many=True)


class DeadlineQuestionSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField(required=False)
    center = serializers.CharField(max_length=35)


# What each verb needs. The keys are the keyword arguments of the verb in `lifecycle`.


class NothingSerializer(serializers.Serializer[Any]):
    """No body needed."""


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000, label=_("Reason"))


class OptionalReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, label=_("Reason")
    )


class TextSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=5000, label=_("Text"))


class OptionalTextSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=5000, required=False, allow_blank=True, label=_("Text"))


class ItemSerializer(serializers.Serializer[Any]):
    paper = serializers.CharField(max_length=100, required=False, label=_("Paper"))
    field = serializers.CharField(max_length=100, required=False, label=_("Field of the form"))
    defect = serializers.ChoiceField(Defect.choices, label=_("Defect"))
    text = serializers.CharField(max_length=1000, label=_("What to do"))

    def validate(self, item: dict[str, str]) -> dict[str, str]:
        if ("paper" in item) == ("field" in item):
            raise serializers.ValidationError(
                {"paper": [gettext("Name either a paper or a field.")]}
            )
        return item


class SupplementSerializer(serializers.Serializer[Any]):
    items = serializers.ListField(
        child=ItemSerializer(), min_length=1, max_length=50, label=_("Item")
    )


class SupplySerializer(OptionalTextSerializer):
    form = serializers.DictField(required=False, label=_("Corrected form"))


class OfficerField(serializers.SlugRelatedField[User]):
    """A colleague, by user name; the verb gets the primary key."""

    def to_internal_value(self, data: str) -> Any:
        return super().to_internal_value(data).pk


class ReviewSerializer(serializers.Serializer[Any]):
    officer = OfficerField(
        "username",
        queryset=User.objects.filter(role__in=OFFICE_ROLES, is_active=True),
        required=False,
        label=_("Officer"),
    )


class AssignSerializer(serializers.Serializer[Any]):
    officer = OfficerField(
        "username",
        queryset=User.objects.filter(role__in=OFFICE_ROLES, is_active=True),
        label=_("Officer"),
    )


class ProposalSerializer(TextSerializer):
    outcome = serializers.ChoiceField(Outcome.choices, label=_("Outcome"))


class ConsultSerializer(serializers.Serializer[Any]):
    agency = serializers.SlugRelatedField("code", queryset=Agency.objects.all(), label=_("Agency"))
    question = serializers.CharField(max_length=5000, label=_("Question"))
    answer_by = serializers.DateField(label=_("Answer by"))


class FeeLineSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, label=_("What for"))
    amount = serializers.IntegerField(min_value=0, max_value=10**12, label=_("Amount (đồng)"))


class PaymentRequestSerializer(OptionalTextSerializer):
    amount = serializers.IntegerField(
        min_value=1, max_value=10**12, required=False, label=_("Amount (đồng)")
    )
    lines = serializers.ListField(
        child=FeeLineSerializer(), required=False, max_length=50, label=_("Fee line")
    )

    def validate(self, request: dict[str, Any]) -> dict[str, Any]:
        lines = request.pop("lines", [])
        total = sum(line["amount"] for line in lines)
        amount = request.setdefault("amount", total)
        if amount < 1 or (lines and amount != total):
            message = gettext("Give an amount, or lines that add up to it.")
            raise serializers.ValidationError({"amount": [message]})
        return request


class ExtensionSerializer(ReasonSerializer):
    due_at = serializers.DateTimeField(label=_("New due date"))


class ReturnSerializer(serializers.Serializer[Any]):
    how = serializers.ChoiceField(
        Delivery.choices, required=False, default=Delivery.ELECTRONIC, label=_("How")
    )
    to_whom = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        label=_("To whom, if not the applicant"),
    )


class TransferSerializer(ReasonSerializer):
    agency = serializers.SlugRelatedField("code", queryset=Agency.objects.all(), label=_("Agency"))


class RatingSerializer(OptionalTextSerializer):
    rating = serializers.IntegerField(min_value=1, max_value=5, label=_("Rating"))


INPUTS: dict[Verb, type[serializers.Serializer[Any]]] = {
    Verb.RECEIVE: NothingSerializer,
    Verb.REFUSE: ReasonSerializer,
    Verb.REQUEST_SUPPLEMENT: SupplementSerializer,
    Verb.SUPPLY: SupplySerializer,
    Verb.START_REVIEW: ReviewSerializer,
    Verb.PROPOSE: ProposalSerializer,
    Verb.CONSULT: ConsultSerializer,
    Verb.REQUEST_PAYMENT: PaymentRequestSerializer,
    Verb.PAY: NothingSerializer,
    Verb.EXTEND: ExtensionSerializer,
    Verb.APPROVE: OptionalTextSerializer,
    Verb.REJECT: ReasonSerializer,
    Verb.REVOKE_DECISION: ReasonSerializer,
    Verb.RETURN_RESULT: ReturnSerializer,
    Verb.WITHDRAW: OptionalReasonSerializer,
    Verb.STOP: ReasonSerializer,
    Verb.TRANSFER: TransferSerializer,
    Verb.ASSIGN: AssignSerializer,
    Verb.NOTE: TextSerializer,
    Verb.RATE: RatingSerializer,
    Verb.CORRECT: TextSerializer,
}
