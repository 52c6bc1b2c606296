"""The settlement period of a file, counted deed by deed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from caseflow.applications.deadlines.policy import Policy, Rules
from caseflow.applications.deadlines.terms import Resumption, going_on, reception, settlement
from caseflow.applications.models import Event
from caseflow.applications.states import WAITING, Verb
from caseflow.centers.working_time import Term, WorkingTime

#: The calendar of that version.
CalendarOf = Callable[[int], WorkingTime]


class Happening(NamedTuple):
    """An event as far as time is concerned."""

    verb: str
    from_state: str
    to_state: str
    at: datetime
    payload: Mapping[str, Any]

    @property
    def calendar(self) -> int | None:
        """The version that its dates were counted with."""
        return self.payload.get("calendar")

    @property
    def due_at(self) -> datetime | None:
        facts = self.payload.get("case") or self.payload
        return as_instant(facts.get("due_at"))


def as_instant(told: str | datetime | None) -> datetime | None:
    """A fact of a saved chain is text; of one that is being told, still an instant."""
    return datetime.fromisoformat(told) if isinstance(told, str) else told


def happenings(events: Iterable[Event]) -> list[Happening]:
    return [
        Happening(event.verb, event.from_state, event.to_state, event.at, event.payload)
        for event in events
    ]


@dataclass(slots=True)
class Chapter:
    """A stretch of the period: counted from a deed on until the next wait, or set by a deed."""

    deed: Happening
    due_at: datetime
    term: Term | None
    how: Resumption | None = None
    paused_at: datetime | None = None


@dataclass(slots=True)
class Settlement:
    """Where the period stands after some deeds. Give them in their order to `take`."""

    rules: Rules
    calendar_of: CalendarOf
    #: Counts every date by this one, instead of the one that its deed names.
    instead: WorkingTime | None = None
    due_at: datetime | None = None
    reception_due_at: datetime | None = None
    received_at: datetime | None = None
    paused_at: datetime | None = None
    taken: list[Happening] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)

    def take(self, deed: Happening) -> None:
        match deed.verb:
            case Verb.FILE:
                self.reception_due_at = self.reception_by(deed)
            case Verb.RECEIVE:
                self.received_at = deed.at
                if (calendar := self.calendar(deed)) and (
                    term := settlement(self.rules, calendar, deed.at)
                ):
                    self.begin(deed, term.due_at, term)
            case Verb.SUPPLY | Verb.PAY:
                self.resume(deed)
            case Verb.RESCHEDULE if not self.instead:
                self.count_again(deed)
            case Verb.EXTEND | Verb.AGREE_EXTENSION | Verb.IMPORTED if deed.due_at:
                self.begin(deed, self.promised(deed.due_at), None)
        self.pause(deed)
        self.taken.append(deed)

    def calendar(self, deed: Happening) -> WorkingTime | None:
        if self.instead:
            return self.instead
        return self.calendar_of(deed.calendar) if deed.calendar else None

    def reception_by(self, deed: Happening) -> datetime | None:
        calendar = self.calendar(deed)
        hours = deed.payload.get("reception_hours", Policy.reception_hours)
        return reception(calendar, deed.at, hours=hours).due_at if calendar else None

    def promised(self, due_at: datetime) -> datetime:
        """A date that somebody set stands, unless its day is no longer worked."""
        return self.instead.on_working_day(due_at) if self.instead else due_at

    def begin(
        self, deed: Happening, due_at: datetime, term: Term | None, how: Resumption | None = None
    ) -> None:
        self.due_at = due_at
        self.chapters.append(Chapter(deed, due_at, term, how))

    def pause(self, deed: Happening) -> None:
        if deed.to_state in WAITING and deed.from_state not in WAITING:
            self.paused_at = deed.at
            if self.chapters:
                self.chapters[-1].paused_at = deed.at

    def resume(self, deed: Happening) -> None:
        paused_at, self.paused_at = self.paused_at, None
        if not self.received_at:
            self.reception_due_at = self.reception_by(deed)
            return
        calendar = self.calendar(deed)
        if self.due_at is None or paused_at is None or calendar is None:
            return
        how = resumption(deed)
        term = going_on(
            self.rules, calendar, how=how, due_at=self.due_at, paused_at=paused_at, at=deed.at
        )
        self.begin(deed, term.due_at if term else self.due_at, term, how)

    def count_again(self, deed: Happening) -> None:
        """All deeds so far by the calendar that this one names."""
        if not deed.calendar:
            return
        again = counted(self.taken, self.rules, self.calendar_of, instead=self.calendar(deed))
        if again.due_at and deed.due_at:
            self.due_at = again.due_at
            self.chapters = [Chapter(deed, again.due_at, None), *again.chapters]
        if deed.payload.get("reception_due_at"):
            self.reception_due_at = again.reception_due_at


def resumption(deed: Happening) -> Resumption:
    """What the event says was applied; events from before it was said restarted, or did nothing."""
    named = deed.payload.get("resumption")
    if named:
        return Resumption(named)
    return Resumption.RESTART if deed.verb == Verb.SUPPLY else Resumption.NONE


def counted(
    deeds: Iterable[Happening],
    rules: Rules,
    calendar_of: CalendarOf,
    *,
    instead: WorkingTime | None = None,
) -> Settlement:
    """The whole chain; by the calendars that its deeds name, or all by one."""
    period = Settlement(rules, calendar_of, instead)
    for deed in deeds:
        period.take(deed)
    return period
