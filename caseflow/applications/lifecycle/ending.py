"""Ends without a decision."""

from datetime import datetime

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed
from caseflow.applications.models import Application
from caseflow.applications.states import Verb
from caseflow.applications.stories import Subject


def withdraw(subject: Subject, *, actor: Actor, at: datetime, reason: str = "") -> Application:
    with deed(Verb.WITHDRAW, subject, actor=actor, at=at) as done:
        done.said = {"reason": reason} if reason else None
        done.case.withdraw(at=done.at)
    return done.case


def stop(subject: Subject, *, actor: Actor, at: datetime, reason: str) -> Application:
    with deed(Verb.STOP, subject, actor=actor, at=at) as done:
        done.said = {"reason": reason}
        done.case.stop(at=done.at)
    return done.case
