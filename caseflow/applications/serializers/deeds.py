"""What each verb needs. The keys are the keyword arguments of the verb in `lifecycle`."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from caseflow.accounts.models import OFFICE_ROLES, User
from caseflow.applications.states import (
    RATINGS,
    Correction,
    Defect,
    Delivery,
    Ground,
    IdentityCheck,
    Outcome,
    RatedItem,
    Verb,
)
from caseflow.centers.models import Agency
from procedures.fees import MOST_UNITS


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
    although_stored = serializers.CharField(
        max_length=500,
        required=False,
        label=_("Why, although the document store has this paper"),
    )

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
    """Just the parts asked for: `fields`, or the whole `form` with nothing else changed."""

    form = serializers.DictField(required=False, label=_("Corrected form"))

    def get_fields(self) -> dict[str, Any]:
        # A serializer has an attribute of this name.
        asked = serializers.DictField(
            required=False,
            label=_("Fields asked for"),
            help_text="Path of the field (“mother.full_name”) → its new value.",
        )
        return {**super().get_fields(), "fields": asked}


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
    """A line that names a `fee` of the rules keeps to it, or gives a reason."""

    name = serializers.CharField(max_length=200, label=_("What for"))
    amount = serializers.IntegerField(min_value=0, max_value=10**12, label=_("Amount (đồng)"))
    fee = serializers.IntegerField(required=False, label=_("Fee of the rules"))
    quantity = serializers.IntegerField(
        min_value=1, max_value=MOST_UNITS, required=False, label=_("Quantity in one copy")
    )
    copies = serializers.IntegerField(
        min_value=1, max_value=MOST_UNITS, required=False, label=_("Copies")
    )
    exemption = serializers.SlugField(max_length=60, required=False, label=_("Exemption"))
    proof = serializers.CharField(max_length=300, required=False, label=_("Proof of the exemption"))


class PaymentRequestSerializer(OptionalTextSerializer):
    amount = serializers.IntegerField(
        min_value=1, max_value=10**12, required=False, label=_("Amount (đồng)")
    )
    lines = serializers.ListField(
        child=FeeLineSerializer(), required=False, max_length=50, label=_("Fee line")
    )

    def validate(self, request: dict[str, Any]) -> dict[str, Any]:
        lines = request.get("lines", [])
        total = sum(line["amount"] for line in lines)
        amount = request.setdefault("amount", total)
        if amount < 1 or (lines and amount != total):
            message = gettext("Give an amount, or lines that add up to it.")
            raise serializers.ValidationError({"amount": [message]})
        return request


class PaySerializer(serializers.Serializer[Any]):
    reference = serializers.CharField(
        max_length=100, required=False, allow_blank=True, label=_("Number of the receipt")
    )
    amount = serializers.IntegerField(
        min_value=1, max_value=10**12, required=False, label=_("Amount (đồng)")
    )


class ExtensionSerializer(ReasonSerializer):
    due_at = serializers.DateTimeField(label=_("New due date"))


class AgreedExtensionSerializer(OptionalReasonSerializer):
    due_at = serializers.DateTimeField(label=_("New due date"))
    agreement = serializers.CharField(max_length=200, label=_("Written agreement (number, date)"))


class AnswerSerializer(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=5000, label=_("Answer"))


class StopSerializer(ReasonSerializer):
    ground = serializers.ChoiceField(
        Ground.choices, required=False, default=Ground.AGENCY, label=_("Ground")
    )


class ClosingSerializer(OptionalTextSerializer):
    finding = serializers.ChoiceField(Correction.choices, label=_("Finding"))


class ReturnSerializer(serializers.Serializer[Any]):
    how = serializers.ChoiceField(
        Delivery.choices, required=False, default=Delivery.ELECTRONIC, label=_("How")
    )
    to_whom = serializers.CharField(
        max_length=200, required=False, allow_blank=True, label=_("To whom, if not the applicant")
    )
    identity_check = serializers.ChoiceField(
        IdentityCheck.choices,
        required=False,
        allow_blank=True,
        label=_("At the counter: identity proven by"),
    )
    carrier = serializers.CharField(
        max_length=100, required=False, allow_blank=True, label=_("By post: carrier")
    )
    tracking_number = serializers.RegexField(
        r"^[0-9A-Za-z .-]+$",
        max_length=40,
        required=False,
        allow_blank=True,
        label=_("By post: tracking number"),
    )

    def validate(self, delivery: dict[str, str]) -> dict[str, str]:
        wrong = {
            name: [gettext("This belongs to another way of handing over.")]
            for name, way in PARTS_OF_DELIVERY.items()
            if delivery.get(name) and delivery["how"] != way
        }
        if wrong:
            raise serializers.ValidationError(wrong)
        return delivery


PARTS_OF_DELIVERY = {
    "identity_check": Delivery.COUNTER,
    "carrier": Delivery.POST,
    "tracking_number": Delivery.POST,
}


class AmendSerializer(SupplySerializer):
    """What is right instead, as in a supplement; and words for the new result."""

    reason = serializers.CharField(max_length=2000, label=_("What is corrected, and why"))
    text = serializers.CharField(
        max_length=5000, required=False, allow_blank=True, label=_("New words of the decision")
    )


class CopySerializer(OptionalTextSerializer):
    document = serializers.IntegerField(
        min_value=1,
        max_value=2**63 - 1,
        required=False,
        allow_null=True,
        label=_("Paper (none: the result)"),
    )


class TransferSerializer(ReasonSerializer):
    agency = serializers.SlugRelatedField("code", queryset=Agency.objects.all(), label=_("Agency"))


class RatedItemsSerializer(serializers.Serializer[Any]):
    """The items of Decree 118/2025 art 33; each may be left out."""

    def get_fields(self) -> dict[str, Any]:
        return {
            item.value: serializers.IntegerField(
                min_value=RATINGS[0], max_value=RATINGS[-1], required=False, label=item.label
            )
            for item in RatedItem
        }


class RatingSerializer(OptionalTextSerializer):
    rating = serializers.IntegerField(
        min_value=RATINGS[0], max_value=RATINGS[-1], label=_("Rating")
    )
    items = RatedItemsSerializer(required=False, label=_("Single items"))


INPUTS: dict[Verb, type[serializers.Serializer[Any]]] = {
    Verb.RECEIVE: NothingSerializer,
    Verb.REFUSE: ReasonSerializer,
    Verb.REQUEST_SUPPLEMENT: SupplementSerializer,
    Verb.SUPPLY: SupplySerializer,
    Verb.START_REVIEW: ReviewSerializer,
    Verb.PROPOSE: ProposalSerializer,
    Verb.CONSULT: ConsultSerializer,
    Verb.ANSWER_CONSULTATION: AnswerSerializer,
    Verb.REQUEST_PAYMENT: PaymentRequestSerializer,
    Verb.PAY: PaySerializer,
    Verb.EXTEND: ExtensionSerializer,
    Verb.AGREE_EXTENSION: AgreedExtensionSerializer,
    Verb.APPROVE: OptionalTextSerializer,
    Verb.REJECT: ReasonSerializer,
    Verb.REVOKE_DECISION: ReasonSerializer,
    Verb.RETURN_RESULT: ReturnSerializer,
    Verb.WITHDRAW: OptionalReasonSerializer,
    Verb.STOP: StopSerializer,
    Verb.TRANSFER: TransferSerializer,
    Verb.ASSIGN: AssignSerializer,
    Verb.RELEASE: NothingSerializer,
    Verb.NOTE: TextSerializer,
    Verb.RATE: RatingSerializer,
    Verb.OBJECT: TextSerializer,
    Verb.SEND_PAPER: OptionalTextSerializer,
    Verb.RECEIVE_PAPER: OptionalTextSerializer,
    Verb.CORRECT: TextSerializer,
    Verb.CLOSE_CORRECTION: ClosingSerializer,
    Verb.AMEND: AmendSerializer,
    Verb.REVOKE_AMENDMENT: ReasonSerializer,
    Verb.DELIVER: ReturnSerializer,
    Verb.CERTIFY_COPY: CopySerializer,
}
