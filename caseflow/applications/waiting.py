"""At whose desk an open file lies, and why it waits there."""

from collections.abc import Collection, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models import Application, Event
from caseflow.applications.states import State, Verb, Waiting

REASONS: dict[str, Waiting] = {
    State.FILED: Waiting.RECEPTION,
    State.RECEIVED: Waiting.HANDOVER,
    State.SUPPLEMENT_REQUESTED: Waiting.SUPPLEMENT,
    State.PAYMENT_DUE: Waiting.PAYMENT,
    State.DECIDED: Waiting.SIGNATURE,
}
DESKS: dict[Waiting, Promise] = {
    Waiting.RECEPTION: _("the counter"),
    Waiting.HANDOVER: _("the counter"),
    Waiting.SUPPLEMENT: _("the applicant"),
    Waiting.PAYMENT: _("the applicant"),
    Waiting.CONSULTATION: _("another agency"),
    Waiting.ASSIGNMENT: _("nobody yet"),
    Waiting.DECISION: _("the leader"),
    Waiting.SIGNATURE: _("signature"),
}
#: After one of these a file in review wants a new proposal: it is looked at for the first time, or
#: again, with other papers, or by another agency. A payment changes nothing of what was proposed.
OVERTAKING = (Verb.START_REVIEW, Verb.REVOKE_DECISION, Verb.SUPPLY, Verb.TRANSFER)


def reasons(cases: Iterable[Application]) -> dict[int, Waiting]:
    """By the key of the case, for those that are open; one query at most."""
    rows = list(cases)
    proposed = awaiting_decision([case.pk for case in rows if case.state == State.IN_REVIEW])
    found = {case.pk: reason(case, is_proposed=case.pk in proposed) for case in rows}
    return {key: why for key, why in found.items() if why}


def reason(case: Application, *, is_proposed: bool) -> Waiting | None:
    if case.state != State.IN_REVIEW:
        return REASONS.get(case.state)
    if case.consultations_open:
        return Waiting.CONSULTATION
    if is_proposed:
        return Waiting.DECISION
    return Waiting.ASSIGNMENT if case.officer_id is None else Waiting.PROPOSAL


def awaiting_decision(cases: Collection[int]) -> set[int]:
    """Those in which a proposal came after whatever would overtake it."""
    if not cases:
        return set()
    told = Event.objects.filter(application__in=cases, verb__in=(Verb.PROPOSE, *OVERTAKING))
    last = told.order_by("application", "-sequence").distinct("application")
    deeds = last.values_list("application", "verb")
    return {case for case, verb in deeds if verb == Verb.PROPOSE}


def desk_of(case: Application, why: Waiting, offices: Collection[int] | None) -> str:
    """At whose desk; an officer is named to the own offices only, or to all for None.

    `case` comes with its officer and its deciding agency.
    """
    if why != Waiting.PROPOSAL:
        return str(DESKS[why])
    if offices is not None and case.deciding_agency_id not in offices:
        return case.deciding_agency.name
    return (case.officer and case.officer.get_full_name()) or str(case.officer)
