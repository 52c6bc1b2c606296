"""Deeds of the service centre from a filing to its hand-over."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from caseflow.applications import deadlines
from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed
from caseflow.applications.models import Application
from caseflow.applications.states import Verb
from caseflow.applications.stories import Subject
from caseflow.centers.calendars import working_time_for
from procedures.models import ProcedureVersion


@lru_cache(maxsize=4096)
def rules_of(version_id: int) -> ProcedureVersion:
    """The time limit of a version under which cases were filed; such a version never changes."""
    limits = ("state", "limit_amount", "limit_unit", "limit_cutoff")
    return ProcedureVersion.objects.only(*limits).get(pk=version_id)


def settlement_term(case: Application, *, accepted_at: datetime) -> dict[str, Any]:
    """The facts of the due date: the instant, and the calendar version it was counted with."""
    calendar = working_time_for(case.deciding_agency_id)
    rules = rules_of(case.procedure_version_id)
    term = deadlines.settlement(rules, calendar, accepted_at)
    return {"due_at": term.due_at if term else None, "calendar": calendar.version}


def receive(subject: Subject, *, actor: Actor, at: datetime) -> Application:
    with deed(Verb.RECEIVE, subject, actor=actor, at=at) as done:
        done.facts = settlement_term(done.case, accepted_at=done.at)
        done.case.receive(at=done.at, due_at=done.facts["due_at"])
    return done.case


def refuse(subject: Subject, *, actor: Actor, at: datetime, reason: str) -> Application:
    with deed(Verb.REFUSE, subject, actor=actor, at=at) as done:
        done.said = {"reason": reason}
        done.case.refuse(at=done.at)
    return done.case


def start_review(
    subject: Subject, *, actor: Actor, at: datetime, officer: int | None = None
) -> Application:
    with deed(Verb.START_REVIEW, subject, actor=actor, at=at) as done:
        done.case.start_review()
        if officer is not None:
            done.case.officer_id = done.facts["officer"] = officer
    return done.case
