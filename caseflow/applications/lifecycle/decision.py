"""The decision, its signed result, and what the citizen says of it."""

from collections.abc import Mapping
from datetime import datetime

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed, on_behalf
from caseflow.applications.models import Application
from caseflow.applications.states import RatedItem, Verb
from caseflow.applications.stories import Subject


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


def rate(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    rating: int,
    items: Mapping[RatedItem, int] | None = None,
    text: str = "",
) -> Application:
    """`rating` of the whole and of single `items`, each from 1 (very bad) to 5 (very good)."""
    with deed(Verb.RATE, subject, actor=actor, at=at) as done:
        done.facts = {"rating": rating}
        if items:
            done.facts["items"] = {str(item): stars for item, stars in items.items()}
        done.said = {"text": text} if text else None
        done.case.rate(rating=rating)
    return done.case
