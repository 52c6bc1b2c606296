"""Where a file stands, in a sentence for the person who waits."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.applications.states import State

SENTENCES: dict[str, Promise] = {
    State.FILED: _("Your application has arrived. The centre is checking whether it is complete."),
    State.RECEIVED: _("Your application is complete and was accepted."),
    State.REFUSED: _("The centre could not accept the application; the slip says why."),
    State.IN_REVIEW: _("The deciding office is working on your application."),
    State.SUPPLEMENT_REQUESTED: _("The office waits for papers or corrections from you."),
    State.PAYMENT_DUE: _("The office waits for your payment."),
    State.WITHDRAWN: _("You have withdrawn the application."),
    State.STOPPED: _("The office has stopped handling the application; the notice says why."),
    State.DECIDED: _("The decision is made; its document is being signed."),
    State.ISSUED: _("The result is ready. You can fetch it."),
    State.RETURNED: _("You have received the result."),
}


def states() -> list[dict[str, object]]:
    return [
        {"code": state.value, "name": state.label, "sentence": SENTENCES[state]}
        for state in State
        if state in SENTENCES
    ]
