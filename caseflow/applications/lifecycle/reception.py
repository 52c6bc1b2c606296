"""Deeds of the service centre from a filing to its hand-over."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from caseflow.accounts.models import OFFICE_ROLES
from caseflow.applications import deadlines
from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import Deed, deed
from caseflow.applications.lifecycle.periods import settlement_term
from caseflow.applications.models import Application
from caseflow.applications.refusals import InputRefused
from caseflow.applications.states import Verb
from caseflow.applications.stories import Story, Subject
from caseflow.centers.calendars import working_time_for
from caseflow.centers.models import Officer


def is_late_reception(done: Deed) -> bool:
    """Past the reception clock: possible, and recorded as late (art 17(2)c)."""
    due_at = done.case.reception_due_at
    return due_at is not None and done.at > due_at


def is_late_hand_over(done: Deed) -> bool:
    """Later than the day a complete file was accepted, or the next working morning (art 18(2))."""
    case = done.case
    calendar = working_time_for(case.receiving_center_id)
    accepted_at = case.received_at or case.filed_at
    if case.supplement_requests and (supplied := done.last(Verb.SUPPLY)):
        accepted_at = max(accepted_at, supplied.at)
    return done.at > deadlines.hand_over(calendar, accepted_at, under=deadlines.policy()).due_at


def receive(subject: Subject, *, actor: Actor, at: datetime) -> Application:
    with deed(Verb.RECEIVE, subject, actor=actor, at=at) as done:
        done.facts = settlement_term(done.case, accepted_at=done.at)
        done.facts["late"] = is_late_reception(done)
        done.case.receive(at=done.at, due_at=done.facts["due_at"])
    return done.case


def refuse(subject: Subject, *, actor: Actor, at: datetime, reason: str) -> Application:
    with deed(Verb.REFUSE, subject, actor=actor, at=at) as done:
        done.facts = {"late": is_late_reception(done)}
        done.said = {"reason": reason}
        done.case.refuse(at=done.at)
    return done.case


def start_review(
    subject: Subject, *, actor: Actor, at: datetime, officer: int | None = None
) -> Application:
    with deed(Verb.START_REVIEW, subject, actor=actor, at=at) as done:
        if officer is not None:
            done.case.officer_id = done.facts["officer"] = officer
            refuse_stranger(officer, subject, done.case)
        done.facts["late"] = is_late_hand_over(done)
        done.case.start_review()
    return done.case


def refuse_stranger(officer: int, subject: Subject, case: Application) -> None:
    """An officer of another agency would not even find the file.

    Who tells a story knows the staff; asking for each of a million files would take hours.
    """
    if isinstance(subject, Story):
        return
    posts = Officer.objects.filter(user=officer, user__role__in=OFFICE_ROLES, user__is_active=True)
    agency = case.deciding_agency_id
    if not posts.filter(Q(agency=agency) | Q(agency__parent=agency)).exists():
        message = _("This person does not work for the deciding agency; choose one who does.")
        raise InputRefused({"officer": [message]})
