"""An error in a result: reported, found right or wrong, and put right by a new result."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from caseflow.applications import deadlines
from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import Deed, deed, on_behalf
from caseflow.applications.lifecycle.supplements import correct_form
from caseflow.applications.models import Application
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Correction, Origin, Verb
from caseflow.applications.stories import Subject
from caseflow.centers.calendars import working_time_for

#: Each takes back what the one before it said of a corrected result.
ORDERING = (Verb.AMEND, Verb.REVOKE_AMENDMENT, Verb.REISSUE)


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
    """There was nothing to correct, or the result on paper was corrected.

    A signed electronic result is corrected by a new one only (`amend`), which closes by itself.
    """
    with deed(Verb.CLOSE_CORRECTION, subject, actor=actor, at=at) as done:
        if finding == Correction.CORRECTED and is_signed_here(done.case):
            raise DeedRefused(
                "result_stands",
                _("The result with the error still stands: no corrected one was signed."),
                case=done.case,
                instead=_("Let the leader order a corrected result; it closes the correction."),
            )
        done.facts = {"finding": finding, "late": is_late(done)}
        done.said = {"text": text} if text else None
        done.case.close_correction()
    return done.case


def amend(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    reason: str,
    text: str = "",
    fields: Mapping[str, Any] | None = None,
    form: Mapping[str, Any] | None = None,
) -> Application:
    """The leader's will that a corrected result replaces the one with the error.

    `reason` is printed on the new result; `fields` and `form` say what is right, as in `supply`;
    `text` takes the place of the words of the decision. Signing and `reissue` follow.
    """
    with deed(Verb.AMEND, subject, actor=actor, at=at) as done:
        if not is_signed_here(done.case):
            raise DeedRefused(
                "no_electronic_result",
                _("There is no signed electronic result that could be replaced."),
                case=done.case,
                instead=_("Correct the paper, and close the correction as corrected."),
            )
        done.facts = on_behalf(actor, done.case)
        said: dict[str, Any] = {"reason": reason} | ({"text": text} if text else {})
        done.facts["fields"] = correct_form(done, said, None, fields or {}, form)
        done.said = said
        done.case.amend()
    return done.case


def revoke_amendment(subject: Subject, *, actor: Actor, at: datetime, reason: str) -> Application:
    """The corrected result that was ordered is not signed; the correction stays open."""
    with deed(Verb.REVOKE_AMENDMENT, subject, actor=actor, at=at) as done:
        if not is_ordered(done):
            raise DeedRefused(
                "no_amendment_ordered",
                _("No corrected result waits to be signed."),
                case=done.case,
                instead=_("Order one, or close the correction."),
            )
        done.facts = on_behalf(actor, done.case)
        done.said = {"reason": reason}
        done.case.revoke_amendment()
    return done.case


def is_ordered(done: Deed) -> bool:
    """By the last word on it: after a new result, or a revocation, nothing is."""
    last = ""
    for link in done.chain:
        last = link.verb if link.verb in ORDERING else last
    return last == Verb.AMEND


def reissue(
    subject: Subject, *, actor: Actor, at: datetime, reference: str, digest: str, electronic: bool
) -> Application:
    """The corrected result is signed; from now on it is the result, and the correction closed."""
    with deed(Verb.REISSUE, subject, actor=actor, at=at) as done:
        replaced = done.case.result_reference
        done.facts = {"reference": reference, "digest": digest, "electronic": electronic}
        done.facts |= {"replaces": replaced, "late": is_late(done)}
        done.case.reissue(reference=reference, digest=digest, electronic=electronic)
    return done.case


def is_signed_here(case: Application) -> bool:
    return bool(case.electronic_result and case.result_reference) and case.origin == Origin.LIVE


def is_late(done: Deed) -> bool:
    due_at = done.case.correction_due_at
    return due_at is not None and done.at > due_at
