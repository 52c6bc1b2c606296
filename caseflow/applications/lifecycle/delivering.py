"""Handing over: the result, its corrected successor, and certified copies of papers."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.correcting import is_signed_here
from caseflow.applications.lifecycle.deeds import Deed, deed, on_behalf
from caseflow.applications.models import Application, Document
from caseflow.applications.refusals import DeedRefused, InputRefused
from caseflow.applications.states import Delivery, IdentityCheck, Source, Verb
from caseflow.applications.stories import Subject

#: Only what an office had in its hands, or signed itself, is known to be the original.
ORIGINAL_SEEN = (Source.SCAN, Source.REUSE)


def return_result(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    how: Delivery = Delivery.ELECTRONIC,
    **details: str,
) -> Application:
    """`details`: `to_whom`, `identity_check`, `carrier`, `tracking_number`, as far as known."""
    with deed(Verb.RETURN_RESULT, subject, actor=actor, at=at) as done:
        record(done, how, **details)
        done.case.return_result(at=done.at)
    return done.case


def deliver(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    how: Delivery = Delivery.ELECTRONIC,
    **details: str,
) -> Application:
    """As `return_result`, of a corrected result whose predecessor was returned already."""
    with deed(Verb.DELIVER, subject, actor=actor, at=at) as done:
        if not awaits_delivery(done):
            raise DeedRefused(
                "nothing_to_deliver",
                _("The result that stands was handed over already."),
                case=done.case,
                instead=_("The applicant can fetch it again at any time."),
            )
        record(done, how, **details)
        done.case.deliver()
    return done.case


def record(
    done: Deed,
    how: Delivery,
    *,
    to_whom: str = "",
    identity_check: IdentityCheck | str = "",
    carrier: str = "",
    tracking_number: str = "",
) -> None:
    """Who got it and where a letter went can be erased; how it went is a fact."""
    known = {"identity_check": identity_check, "carrier": carrier}
    done.facts = {"how": how, "to": "other" if to_whom else "applicant"}
    done.facts |= {name: str(value) for name, value in known.items() if value}
    said = {"to_whom": to_whom, "tracking_number": tracking_number}
    done.said = {name: text for name, text in said.items() if text} or None


def awaits_delivery(done: Deed) -> bool:
    awaiting = False
    for link in done.chain:
        if link.verb in (Verb.RETURN_RESULT, Verb.DELIVER):
            awaiting = False
        awaiting = awaiting or link.verb == Verb.REISSUE
    return awaiting


def certify_copy(
    subject: Subject, *, actor: Actor, at: datetime, document: int | None = None, text: str = ""
) -> Application:
    """A copy that counts as the original does: of a paper of the file, or of the result."""
    with deed(Verb.CERTIFY_COPY, subject, actor=actor, at=at) as done:
        done.facts = on_behalf(actor, done.case)
        done.facts |= copied_result(done) if document is None else copied_paper(done, document)
        done.said = {"text": text} if text else None
        done.case.certify_copy()
    return done.case


def copied_result(done: Deed) -> dict[str, Any]:
    case = done.case
    if not is_signed_here(case):
        raise DeedRefused(
            "no_electronic_result",
            _("There is no signed electronic result that could be copied."),
            case=case,
            instead=_("Name a paper of the application."),
        )
    return {"result": case.result_reference, "digest": case.result_digest}


def copied_paper(done: Deed, document: int) -> dict[str, Any]:
    paper = Document.objects.filter(application=done.case, pk=document).first()
    if paper is None or not paper.file:
        raise InputRefused({"document": [_("The application has no such paper.")]})
    if paper.source not in ORIGINAL_SEEN or not paper.pages:
        raise InputRefused(
            {"document": [_("Only an original that the office scanned itself can be certified.")]}
        )
    return {"document": paper.pk, "digest": paper.sha256}
