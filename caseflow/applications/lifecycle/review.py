"""Deeds of the deciding agency before there is a decision."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.applications import deadlines
from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed, on_behalf
from caseflow.applications.models import Application
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Outcome, Verb
from caseflow.applications.stories import Subject
from caseflow.centers.calendars import working_time_for
from caseflow.centers.models import Agency


def propose(
    subject: Subject, *, actor: Actor, at: datetime, outcome: Outcome, text: str
) -> Application:
    with deed(Verb.PROPOSE, subject, actor=actor, at=at) as done:
        done.facts = {"outcome": outcome}
        done.said = {"text": text}
        done.case.propose()
    return done.case


def extend(
    subject: Subject, *, actor: Actor, at: datetime, due_at: datetime, reason: str
) -> Application:
    """Apology and one new appointment, announced a day before (Decree 118 art 19(6))."""
    with deed(Verb.EXTEND, subject, actor=actor, at=at) as done:
        due = done.case.due_at
        if due is None or done.at > deadlines.extension_notice(due, under=deadlines.policy()):
            raise DeedRefused(
                "extension_notice",
                _("A new date must be announced at least %(days)d day before the due date.")
                % {"days": deadlines.policy().extension_notice_days},
                case=done.case,
                instead=_("Decide now, or agree on a later date with the applicant in writing."),
            )
        refuse_bad_date(done.case, due_at)
        done.facts = {"due_at": due_at} | on_behalf(actor, done.case)
        done.said = {"reason": reason}
        done.case.extend(at=done.at, due_at=due_at)
    return done.case


def agree_extension(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    due_at: datetime,
    agreement: str,
    reason: str = "",
) -> Application:
    """A later date that the applicant agreed to in writing; `agreement` names the document.

    It is no lateness and does not use up the one apology.
    """
    with deed(Verb.AGREE_EXTENSION, subject, actor=actor, at=at) as done:
        refuse_bad_date(done.case, due_at)
        done.facts = {"due_at": due_at, "agreement": agreement} | on_behalf(actor, done.case)
        done.said = {"reason": reason} if reason else None
        done.case.agree_extension(due_at=due_at)
    return done.case


def refuse_bad_date(case: Application, due_at: datetime) -> None:
    """A new date lies later than the present one, on a day on which the office works."""
    if case.due_at is not None and due_at <= case.due_at:
        raise DeedRefused(
            "extension_later",
            _("The new date must be later than the present one."),
            case=case,
            instead=_("Give a later date."),
        )
    calendar = working_time_for(case.deciding_agency_id)
    day = timezone.localdate(due_at, timezone.get_default_timezone())
    if not calendar.is_working(day):
        raise DeedRefused(
            "extension_working_day",
            _("On %(day)s the office does not work.") % {"day": f"{day:%d/%m/%Y}"},
            case=case,
            instead=_("Give a working day."),
        )


def transfer(
    subject: Subject, *, actor: Actor, at: datetime, agency: Agency, reason: str
) -> Application:
    """To another deciding agency; number, due date and receiving centre stay."""
    with deed(Verb.TRANSFER, subject, actor=actor, at=at) as done:
        done.facts = {"deciding_agency": agency.code}
        done.said = {"reason": reason}
        done.case.deciding_agency = agency
        done.case.officer = None
        done.case.transfer()
    return done.case
