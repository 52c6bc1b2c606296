"""Why a file waits, and at whose desk: for the list of what is due soon."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.applications.models import Application
from caseflow.applications.states import State, Waiting
from caseflow.applications.waiting import reasons as reasons_of
from caseflow.issuing.models import SigningOrder


def reasons(cases: Iterable[Application]) -> dict[int, str]:
    """By the key of the case; two queries at most, however many they are."""
    rows = list(cases)
    why = reasons_of(rows)
    told = {case.pk: sentence(case, why.get(case.pk)) for case in rows}
    return told | awaiting_signature([case.pk for case in rows if case.state == State.DECIDED])


def sentence(case: Application, why: Waiting | None) -> str:
    """The reason; of a file that an officer has, with the officer's name."""
    if why != Waiting.PROPOSAL or case.officer is None:
        return str(why.label) if why else ""
    name = case.officer.get_full_name() or case.officer.username
    return _("%(officer)s: no outcome proposed yet") % {"officer": name}


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
