from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from caseflow.applications.states import Verb


class Form(TextChoices):
    """The official forms of Circular 03/2025/TT-VPCP, Annex I, by their numbers."""

    RECEIPT = "01", _("receipt and appointment slip")
    SUPPLEMENT = "02", _("supplement request")
    REFUSAL = "03", _("refusal of reception")
    APOLOGY = "04", _("apology and new appointment")
    STOP = "05", _("notice of stopping")
    CONTROL = "06", _("control slip")
    REGISTER = "07", _("register")


#: What goes behind the case's number on each form, as the offices number their papers.
NUMBER_SUFFIX: dict[Form, str] = {
    Form.RECEIPT: "TTPVHCC",
    Form.SUPPLEMENT: "PBS",
    Form.REFUSAL: "PTC",
    Form.APOLOGY: "PXL",
    Form.STOP: "TBD",
}
DECISION_SUFFIX = "QĐ"

FORM_OF_VERB: dict[str, Form] = {
    Verb.RECEIVE: Form.RECEIPT,
    Verb.REQUEST_SUPPLEMENT: Form.SUPPLEMENT,
    Verb.REFUSE: Form.REFUSAL,
    Verb.EXTEND: Form.APOLOGY,
    Verb.STOP: Form.STOP,
}
DECISIONS = (Verb.APPROVE, Verb.REJECT)
