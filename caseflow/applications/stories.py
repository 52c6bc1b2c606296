"""A case that is told instead of lived: the same verbs, nothing saved until `history.write`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from caseflow.applications import evidence
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.states import Verb


@dataclass(slots=True)
class Story:
    """A case and what is told of it; give it to the verbs of `lifecycle` like a key.

    An unsaved case has its whole chain here, a saved one that is locked only its next deeds.

    A story whose verb was refused is spoiled: throw it away.
    """

    case: Application
    #: When the chain is written down; the events carry it as `recorded_at`.
    recorded_at: datetime
    entries: list[evidence.Entry] = field(default_factory=list)
    #: By the sequence of the event they were said with.
    words: dict[int, evidence.Words] = field(default_factory=dict)
    #: Of its next deeds; by itself a story's deeds are of the same origin as its case.
    origin: str = ""

    def append(
        self,
        verb: Verb,
        *,
        from_state: str,
        payload: Mapping[str, Any],
        said: object = None,
        actor: Actor,
        at: datetime,
    ) -> None:
        words, kept = evidence.salted(said)
        entry = evidence.next_entry(
            self.case,
            verb,
            from_state=from_state,
            payload={**payload, **kept},
            actor=actor,
            at=at,
            recorded_at=self.recorded_at,
            origin=self.origin or self.case.origin,
        )
        self.entries.append(entry)
        if words:
            self.words[entry.sequence] = words


#: Whom a verb is about: a saved case by its key, or a story.
Subject = int | Story
