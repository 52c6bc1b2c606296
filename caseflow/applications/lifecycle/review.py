"""Deeds of the deciding agency before there is a decision."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed
from caseflow.applications.models import Application
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Outcome, Verb
from caseflow.applications.stories import Subject
from caseflow.centers.models import Agency


def propose(
    subject: Subject, *, actor: Actor, at: datetime, outcome: Outcome, text: str
) -> Application:
    with deed(Verb.PROPOSE, subject, actor=actor, at=at) as done:
        done.facts = {"outcome": outcome}
        done.said = {"text": text}
        done.case.propose()
    return done.case


def consult(
    subject: Subject, *, actor: Actor, at: datetime, agency: Agency, question: str, answer_by: date
) -> Application:
    with deed(Verb.CONSULT, subject, actor=actor, at=at) as done:
        done.facts = {"agency": agency.code, "answer_by": answer_by}
        done.said = {"question": question}
        done.case.consult()
    return done.case


def extend(
    subject: Subject, *, actor: Actor, at: datetime, due_at: datetime, reason: str
) -> Application:
    """Apology and one new appointment, announced a day before (Decree 118 art 19(6))."""
    with deed(Verb.EXTEND, subject, actor=actor, at=at) as done:
        due = done.case.due_at
        if due is None or done.at > due - timedelta(days=1):
            raise DeedRefused(
                "extension_notice",
                _("A new date must be announced at least one day before the due date."),
                case=done.case,
            )
        if due_at <= due:
            raise DeedRefused(
                "extension_later",
                _("The new date must be later than the present one."),
                case=done.case,
            )
        done.facts = {"due_at": due_at}
        done.said = {"reason": reason}
        done.case.extend(at=done.at, due_at=due_at)
    return done.case


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
