"""The decision, its signed result, and what follows."""

from datetime import datetime

from caseflow.applications import deadlines
from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed, on_behalf
from caseflow.applications.models import Application
from caseflow.applications.states import Correction, Delivery, Verb
from caseflow.applications.stories import Subject
from caseflow.centers.calendars import working_time_for


def approve(subject: Subject, *, actor: Actor, at: datetime, text: str = "") -> Application:
    with deed(Verb.APPROVE, subject, actor=actor, at=at) as done:
        done.facts = on_behalf(actor, done.case)
        done.said = {"text": text} if text else None
        done.case.approve(at=done.at)
    return done.case


def reject(subject: Subject, *, actor: Actor, at: datetime, reason: str) -> Application:
    with deed(Verb.REJECT, subject, actor=actor, at=at) as done:
        done.facts = on_behalf(actor, done.case)
        done.said = {"reason": reason}
        done.case.reject(at=done.at)
    return done.case


def revoke_decision(subject: Subject, *, actor: Actor, at: datetime, reason: str) -> Application:
    with deed(Verb.REVOKE_DECISION, subject, actor=actor, at=at) as done:
        done.said = {"reason": reason}
        done.case.revoke_decision()
    return done.case


def issue(
    subject: Subject, *, actor: Actor, at: datetime, reference: str, digest: str, electronic: bool
) -> Application:
    """The signed result exists: its reference, the SHA-256 of its bytes."""
    with deed(Verb.ISSUE, subject, actor=actor, at=at) as done:
        done.facts = {"reference": reference, "digest": digest, "electronic": electronic}
        done.case.issue(at=done.at, reference=reference, digest=digest, electronic=electronic)
    return done.case


def return_result(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    how: Delivery = Delivery.ELECTRONIC,
    to_whom: str = "",
) -> Application:
    with deed(Verb.RETURN_RESULT, subject, actor=actor, at=at) as done:
        done.facts = {"how": how, "to": "other" if to_whom else "applicant"}
        done.said = {"to_whom": to_whom} if to_whom else None
        done.case.return_result(at=done.at)
    return done.case


def rate(
    subject: Subject, *, actor: Actor, at: datetime, rating: int, text: str = ""
) -> Application:
    with deed(Verb.RATE, subject, actor=actor, at=at) as done:
        done.facts = {"rating": rating}
        done.said = {"text": text} if text else None
        done.case.rate(rating=rating)
    return done.case


def correct(subject: Subject, *, actor: Actor, at: datetime, text: str) -> Application:
    """An error in the result was reported, and has to be dealt with in the term of art 23(1).

    The record of handling is not reopened: state, result and due date stay as they were.
    """
    with deed(Verb.CORRECT, subject, actor=actor, at=at) as done:
        calendar = working_time_for(done.case.deciding_agency_id)
        term = deadlines.correction(calendar, done.at, under=deadlines.policy())
        done.facts = {"correction_due_at": term.due_at, "correction_calendar": calendar.version}
        done.said = {"text": text}
        done.case.correct(correction_due_at=term.due_at)
    return done.case


def close_correction(
    subject: Subject, *, actor: Actor, at: datetime, finding: Correction, text: str = ""
) -> Application:
    """The corrected result is back at the centre, or there was nothing to correct."""
    with deed(Verb.CLOSE_CORRECTION, subject, actor=actor, at=at) as done:
        due_at = done.case.correction_due_at
        done.facts = {"finding": finding, "late": due_at is not None and done.at > due_at}
        done.said = {"text": text} if text else None
        done.case.close_correction()
    return done.case
