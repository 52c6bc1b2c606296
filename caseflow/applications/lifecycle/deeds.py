from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

import orjson
from django.conf import settings
from django.db import transaction
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from caseflow.applications import evidence, following
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event
from caseflow.applications.refusals import DeedRefused, refuse_unless_possible
from caseflow.applications.states import Verb
from caseflow.applications.stories import Story, Subject


class Link(Protocol):
    """An event of the chain, saved or only told."""

    @property
    def verb(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def content(self) -> str: ...


@dataclass(slots=True)
class Deed:
    """A verb under way: the locked case, its instant, facts for the chain, words said with it."""

    case: Application
    at: datetime
    #: What was done before; read from the database only when it is looked at.
    chain: Iterable[Link]
    facts: dict[str, Any] = field(default_factory=dict)
    said: object = None
    #: What became of it; None while it is under way, and for a deed that is only told.
    event: Event | None = None

    def last(self, verb: Verb) -> Link | None:
        found = None
        for link in self.chain:
            found = link if link.verb == verb else found
        return found


def facts_of(link: Link) -> dict[str, Any]:
    facts: dict[str, Any] = orjson.loads(link.content)["payload"]
    return facts


Opened = tuple[Application, Iterable[Link], Callable[..., Event | None]]


@contextmanager
def opened(subject: Subject) -> Iterator[Opened]:
    """The case, its chain, and how the next event is added: saved under a lock, or only told."""
    if isinstance(subject, Story):
        yield subject.case, subject.entries, subject.append
        return
    with transaction.atomic():
        case = Application.objects.lock(subject)
        chain = SimpleLazyObject(partial(Event.objects.of, case))
        yield case, chain, partial(evidence.append, case)
        following.hint_after_commit()


@contextmanager
def deed(verb: Verb, subject: Subject, *, actor: Actor, at: datetime) -> Iterator[Deed]:
    with opened(subject) as (case, chain, append):
        refuse_unless_possible(case, verb)
        refuse_long_past(case, at)
        came_from = case.state
        # Whoever waited for the lock acts after the one who held it, whatever their clocks said.
        under_way = Deed(case, max(at, case.last_event_at), chain)
        case.advance_clock(under_way.at)
        yield under_way
        under_way.event = append(
            verb,
            from_state=came_from,
            payload=under_way.facts,
            said=under_way.said,
            actor=actor,
            at=under_way.at,
        )


def refuse_long_past(case: Application, at: datetime) -> None:
    """Clocks differ by seconds; what lies further back was not done after the deed before it."""
    if case.last_event_at - at > timedelta(hours=settings.APPLICATIONS_BACKDATING_HOURS):
        raise DeedRefused(
            "before_the_last_deed",
            _("This deed is dated before the last one that was recorded."),
            case=case,
            instead=_("Give the instant at which it was really done, after the last deed."),
        )


def on_behalf(actor: Actor, case: Application) -> dict[str, Any]:
    """For the chain: whose signature a delegate gives, and the document that lets them."""
    mandate = actor.mandate_at(case.deciding_agency_id)
    if mandate is None:
        return {}
    return {"on_behalf_of": mandate.leader_id, "delegation": mandate.document}
