from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from caseflow.applications.states import Verb


class Form(TextChoices):
    """The official forms of Circular 03/2025/TT-VPCP, Annex I, by their numbers.

    The slip of an agreed extension has none: the circular knows only the apology.
    """

    RECEIPT = "01", _("receipt and appointment slip")
    SUPPLEMENT = "02", _("supplement request")
    REFUSAL = "03", _("refusal of reception")
    APOLOGY = "04", _("apology and new appointment")
    STOP = "05", _("notice of stopping")
    CONTROL = "06", _("control slip")
    REGISTER = "07", _("register")
    AGREED_EXTENSION = "gh", _("slip of agreed extension")


#: What goes behind the case's number on each form, as the offices number their papers.
NUMBER_SUFFIX: dict[Form, str] = {
    Form.RECEIPT: "TTPVHCC",
    Form.SUPPLEMENT: "PBS",
    Form.REFUSAL: "PTC",
    Form.APOLOGY: "PXL",
    Form.STOP: "TBD",
    Form.CONTROL: "PKS",
    Form.AGREED_EXTENSION: "PGH",
}
#: And on results, by their template.
RESULT_SUFFIX = {
    "decision": "QĐ",
    "certificate": "GCN",
    "extract": "TL",
    "permit": "GP",
    "refusal": "TB",
}
COPY_SUFFIX = "BSCT"
REFUSAL = "refusal"

#: Which papers a deed may call for; `slips.called_for` says which it does.
FORMS_OF_VERB: dict[str, tuple[Form, ...]] = {
    Verb.RECEIVE: (Form.RECEIPT,),
    Verb.SUPPLY: (Form.RECEIPT,),
    Verb.PAY: (Form.RECEIPT,),
    Verb.REQUEST_SUPPLEMENT: (Form.SUPPLEMENT,),
    Verb.REFUSE: (Form.REFUSAL,),
    Verb.EXTEND: (Form.APOLOGY,),
    Verb.AGREE_EXTENSION: (Form.AGREED_EXTENSION,),
    Verb.STOP: (Form.STOP, Form.CONTROL),
    Verb.WITHDRAW: (Form.STOP, Form.CONTROL),
    Verb.RETURN_RESULT: (Form.CONTROL,),
}
#: What passed inside the office; the parties have no use for it.
INTERNAL_FORMS = (Form.CONTROL,)
#: The name under which the follower has its jobs and its place in the log.
FOLLOWER = "issuing"
DECISIONS = (Verb.APPROVE, Verb.REJECT)
#: What has a document signed: a decision, and the order to replace one with an error.
SIGNED = (*DECISIONS, Verb.AMEND)
#: What takes such an order back, whatever it was of.
REVOKING = (Verb.REVOKE_DECISION, Verb.REVOKE_AMENDMENT)
#: Of a case, as the papers name them.
OFFICES = (
    "receiving_center__parent",
    "receiving_center__unit",
    "deciding_agency__parent",
    "deciding_agency__unit",
    "returning_center",
)


class KeyPlace(TextChoices):
    """Where the key of a leader's signature is, and what its use waits for."""

    AT_ONCE = "at_once", _("on the server: signed at once by the decision")
    CONFIRMED = "confirmed", _("on the server: signed once confirmed in the signing inbox")
    DEVICE = "device", _("on the leader's own device: the result waits in the signing inbox")


class Step(TextChoices):
    """Whose signature; each covers the document with the ones before it."""

    DRAFTER = "drafter", _("drafter")
    LEADER = "leader", _("leader")
    SEAL = "seal", _("seal of the agency")


class Chain(TextChoices):
    """Which signatures a result carries (Decree 30/2020 art 13, 14: the leader's and the seal)."""

    LEADER = "leader", _("leader")
    LEADER_SEAL = "leader_seal", _("leader, then the seal of the agency")
    DRAFTER_LEADER = "drafter_leader", _("drafter, then leader")
    DRAFTER_LEADER_SEAL = (
        "drafter_leader_seal",
        _("drafter, leader, then the seal of the agency"),
    )


def steps_of(chain: str) -> list[Step]:
    return [Step(name) for name in chain.split("_")]


class OrderState(TextChoices):
    """Where a result stands on its way to its last signature."""

    WAITING = "waiting", _("waits for a signature")
    SIGNING = "signing", _("being signed")
    ISSUED = "issued", _("signed and issued")
    WITHDRAWN = "withdrawn", _("the decision was revoked")
