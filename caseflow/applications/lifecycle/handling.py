"""Deeds that leave a case where it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed
from caseflow.applications.lifecycle.reception import refuse_stranger
from caseflow.applications.lifecycle.supplements import refuse_unasked_paper
from caseflow.applications.models import Application
from caseflow.applications.states import State, Verb
from caseflow.applications.stories import Subject


def assign(subject: Subject, *, actor: Actor, at: datetime, officer: int) -> Application:
    with deed(Verb.ASSIGN, subject, actor=actor, at=at) as done:
        refuse_stranger(officer, subject, done.case)
        done.facts = {"officer": officer}
        done.case.officer_id = officer
        done.case.assign()
    return done.case


def release(subject: Subject, *, actor: Actor, at: datetime) -> Application:
    """Back to the pool of the deciding agency, for whoever takes it next."""
    with deed(Verb.RELEASE, subject, actor=actor, at=at) as done:
        done.facts = {"officer": None}
        done.case.release()
        done.case.officer_id = None
    return done.case


def note(subject: Subject, *, actor: Actor, at: datetime, text: str) -> Application:
    with deed(Verb.NOTE, subject, actor=actor, at=at) as done:
        done.said = {"text": text}
        done.case.note()
    return done.case


def attach(
    subject: Subject, *, actor: Actor, at: datetime, facts: Mapping[str, Any], said: object = None
) -> Application:
    """A paper came; `facts` name its key, source and digest. Its row is `papers`' affair."""
    with deed(Verb.ATTACH, subject, actor=actor, at=at) as done:
        if done.case.state == State.SUPPLEMENT_REQUESTED:
            refuse_unasked_paper(done, facts["paper"])
        done.facts, done.said = dict(facts), said
        done.case.attach()
    return done.case
