"""The facts of a date: the instant, and what it was counted with, so that it can be proved."""

from datetime import datetime
from typing import Any

from caseflow.applications import deadlines
from caseflow.applications.deadlines import Resumption
from caseflow.applications.lifecycle.deeds import Deed
from caseflow.applications.models import Application
from caseflow.applications.rules import rules_of
from caseflow.applications.states import Verb
from caseflow.centers.calendars import working_time_for


def settlement_term(case: Application, *, accepted_at: datetime) -> dict[str, Any]:
    calendar = working_time_for(case.deciding_agency_id)
    rules = rules_of(case.procedure_version_id)
    term = deadlines.settlement(rules, calendar, accepted_at)
    return {"due_at": term.due_at if term else None, "calendar": calendar.version}


def reception_term(case: Application, *, filed_at: datetime) -> dict[str, Any]:
    """A file that was completed before its acceptance is new to the clerk once more."""
    calendar = working_time_for(case.receiving_center_id)
    hours = deadlines.policy().reception_hours
    due_at = deadlines.reception(calendar, filed_at, hours=hours).due_at
    return {"reception_due_at": due_at, "reception_hours": hours, "calendar": calendar.version}


def supplied_term(done: Deed) -> dict[str, Any]:
    case = done.case
    if case.received_at is None:
        return reception_term(case, filed_at=done.at)
    rules = rules_of(case.procedure_version_id)
    how = deadlines.after_supplement(rules, under=deadlines.policy())
    return term_after_wait(done, asked_by=Verb.REQUEST_SUPPLEMENT, how=how)


def paid_term(done: Deed) -> dict[str, Any]:
    rules = rules_of(done.case.procedure_version_id)
    how = deadlines.after_payment(rules, under=deadlines.policy())
    return term_after_wait(done, asked_by=Verb.REQUEST_PAYMENT, how=how)


def term_after_wait(done: Deed, *, asked_by: Verb, how: Resumption) -> dict[str, Any]:
    case, asked = done.case, done.last(asked_by)
    calendar = working_time_for(case.deciding_agency_id)
    rules, due_at = rules_of(case.procedure_version_id), case.due_at
    if due_at and asked:
        term = deadlines.going_on(
            rules, calendar, how=how, due_at=due_at, paused_at=asked.at, at=done.at
        )
        due_at = term.due_at if term else due_at
    return {"due_at": due_at, "calendar": calendar.version, "resumption": how}
