"""Deeds that leave a case where it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed
from caseflow.applications.models import Application
from caseflow.applications.states import Verb
from caseflow.applications.stories import Subject


def assign(subject: Subject, *, actor: Actor, at: datetime, officer: int) -> Application:
    with deed(Verb.ASSIGN, subject, actor=actor, at=at) as done:
        done.facts = {"officer": officer}
        done.case.officer_id = officer
        done.case.assign()
    return done.case


def note(subject: Subject, *, actor: Actor, at: datetime, text: str) -> Application:
    with deed(Verb.NOTE, subject, actor=actor, at=at) as done:
        done.said = {"text": text}
        done.case.note()
    return done.case


def attach(
    subject: Subject, *, actor: Actor, at: datetime, facts: Mapping[str, Any]
) -> Application:
    """A paper came; `facts` name its key, size and digest. The paper's row is `papers`' affair."""
    with deed(Verb.ATTACH, subject, actor=actor, at=at) as done:
        done.facts = dict(facts)
        done.case.attach()
    return done.case
