"""Ends without a decision."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.applications import deadlines
from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import Deed, deed
from caseflow.applications.models import Application
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Ground, State, Verb
from caseflow.applications.stories import Subject
from caseflow.centers.calendars import working_time_for


def withdraw(subject: Subject, *, actor: Actor, at: datetime, reason: str = "") -> Application:
    with deed(Verb.WITHDRAW, subject, actor=actor, at=at) as done:
        done.said = {"reason": reason} if reason else None
        done.case.withdraw(at=done.at)
    return done.case


def stop(
    subject: Subject, *, actor: Actor, at: datetime, reason: str, ground: Ground = Ground.AGENCY
) -> Application:
    """For want of a supplement only once the citizen's term has passed (art 19(5))."""
    with deed(Verb.STOP, subject, actor=actor, at=at) as done:
        if ground == Ground.NO_SUPPLEMENT:
            refuse_before_supplement_term(done)
        done.facts = {"ground": ground}
        done.said = {"reason": reason}
        done.case.stop(at=done.at)
    return done.case


def refuse_before_supplement_term(done: Deed) -> None:
    request = done.last(Verb.REQUEST_SUPPLEMENT)
    if done.case.state != State.SUPPLEMENT_REQUESTED or request is None:
        raise DeedRefused(
            "no_supplement_awaited",
            _("No supplement is awaited, so the file cannot be stopped for want of one."),
            case=done.case,
            instead=_("Name another ground."),
        )
    calendar = working_time_for(done.case.receiving_center_id)
    term = deadlines.supplement(calendar, request.at, under=deadlines.policy())
    last_day = timezone.localdate(term.due_at, timezone.get_default_timezone())
    # The whole last day is the citizen's.
    if timezone.localdate(done.at, timezone.get_default_timezone()) <= last_day:
        raise DeedRefused(
            "supplement_term",
            _("The citizen may still supply what is asked until the end of %(day)s.")
            % {"day": f"{last_day:%d/%m/%Y}"},
            case=done.case,
            instead=_("Wait for the supplement; afterwards the file is stopped by itself."),
        )
