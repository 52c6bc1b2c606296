"""A case that is told instead of lived: the same verbs, nothing saved until `history.write`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from caseflow.applications import evidence
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event, Statement
from caseflow.applications.states import Verb


@dataclass(slots=True)
class Story:
    """An unsaved case and its chain so far; give it to the verbs of `lifecycle` like a key.

    A story whose verb was refused is spoiled: throw it away.
    """

    case: Application
    #: When the chain is written down; the events carry it as `recorded_at`.
    recorded_at: datetime
    events: list[Event] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    def append(
        self,
        verb: Verb,
        *,
        from_state: str,
        payload: Mapping[str, Any],
        said: object = None,
        actor: Actor,
        at: datetime,
    ) -> Event:
        event, statement = evidence.said_and_done(
            self.case,
            verb,
            from_state=from_state,
            payload=payload,
            said=said,
            actor=actor,
            at=at,
            recorded_at=self.recorded_at,
        )
        self.events.append(event)
        if statement:
            self.statements.append(statement)
        return event


#: Whom a verb is about: a saved case by its key, or a story.
Subject = int | Story
