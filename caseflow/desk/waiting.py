"""Why a file waits, and at whose desk: for the list of what is due soon."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models import Application, Event
from caseflow.applications.states import State, Verb
from caseflow.issuing.models import SigningOrder

REASONS: dict[str, Promise] = {
    State.FILED: _("reception: not received yet"),
    State.RECEIVED: _("reception: not handed over yet"),
    State.SUPPLEMENT_REQUESTED: _("applicant: supplement not supplied yet"),
    State.PAYMENT_DUE: _("applicant: not paid yet"),
    State.DECIDED: _("signature: the result is not issued yet"),
}
#: The deeds that tell at whose desk a file in review lies; the last of them counts.
TELLING = (Verb.START_REVIEW, Verb.PROPOSE, Verb.REVOKE_DECISION, Verb.SUPPLY, Verb.PAY)


def reasons(cases: Iterable[Application]) -> dict[int, str]:
    """By the key of the case; two queries at most, however many they are."""
    rows = list(cases)
    proposed = awaiting_decision([case.pk for case in rows if case.state == State.IN_REVIEW])
    told = {case.pk: str(reason(case, is_proposed=case.pk in proposed)) for case in rows}
    return told | awaiting_signature([case.pk for case in rows if case.state == State.DECIDED])


def reason(case: Application, *, is_proposed: bool) -> Promise | str:
    if case.state != State.IN_REVIEW:
        return REASONS.get(case.state, "")
    if case.consultations_open:
        return _("another agency: asked, no answer yet")
    if is_proposed:
        return _("leader: proposed, not decided yet")
    if case.officer is None:
        return _("nobody: no case officer assigned yet")
    name = case.officer.get_full_name() or case.officer.username
    return _("%(officer)s: no outcome proposed yet") % {"officer": name}


def awaiting_decision(cases: list[int]) -> set[int]:
    """Those in which a proposal was the last of the telling deeds."""
    if not cases:
        return set()
    told = Event.objects.filter(application__in=cases, verb__in=TELLING)
    last = told.order_by("application", "-sequence").distinct("application")
    deeds = last.values_list("application", "verb")
    return {case for case, verb in deeds if verb == Verb.PROPOSE}


def awaiting_signature(cases: list[int]) -> dict[int, str]:
    """In whose inbox a decided result lies, and since when."""
    if not cases:
        return {}
    waiting = SigningOrder.objects.waiting().filter(application__in=cases)
    return {
        order.application_id: _("signature: in the inbox of %(leader)s since %(since)s")
        % {
            "leader": order.leader.get_full_name() or order.leader.username,
            "since": f"{timezone.localtime(order.opened_at):%H:%M %d/%m/%Y}",
        }
        for order in waiting.select_related("leader").defer("sheet")
    }
