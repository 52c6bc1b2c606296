from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from caseflow.applications import evidence, following
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.refusals import refuse_unless_possible
from caseflow.applications.states import Verb
from caseflow.applications.stories import Story, Subject


@dataclass(slots=True)
class Deed:
    """A verb under way: the locked case, its instant, facts for the chain, words said with it."""

    case: Application
    at: datetime
    facts: dict[str, Any] = field(default_factory=dict)
    said: object = None


@contextmanager
def opened(subject: Subject) -> Iterator[tuple[Application, Callable[..., object]]]:
    """The case, and how its next event is added: saved under a lock, or only told."""
    if isinstance(subject, Story):
        yield subject.case, subject.append
        return
    with transaction.atomic():
        case = Application.objects.lock(subject)
        yield case, partial(evidence.append, case)
        following.hint_after_commit()


@contextmanager
def deed(verb: Verb, subject: Subject, *, actor: Actor, at: datetime) -> Iterator[Deed]:
    with opened(subject) as (case, append):
        refuse_unless_possible(case, verb)
        came_from = case.state
        # Whoever waited for the lock acts after the one who held it, whatever their clocks said.
        under_way = Deed(case, max(at, case.last_event_at))
        case.advance_clock(under_way.at)
        yield under_way
        append(
            verb,
            from_state=came_from,
            payload=under_way.facts,
            said=under_way.said,
            actor=actor,
            at=under_way.at,
        )
