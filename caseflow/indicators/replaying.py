"""Counting from the log alone: no fact of a case row is read, only what its events say.

It is written apart from `tallying` on purpose, so that each can prove the other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson

from caseflow.applications.models import Event
from caseflow.applications.states import FINISHED, Channel, Clock, Verb, clock_of
from caseflow.centers.models import Agency
from caseflow.indicators.days import office_day
from caseflow.indicators.durations import bin_of
from caseflow.indicators.ledger import Counts
from caseflow.indicators.models import Part, Tally
from procedures.models import Procedure

Entry = Mapping[str, Any]
SECOND = timedelta(seconds=1)
#: Under this key stand the facts of a case that another system filed.
IMPORTED_CASE = "case"
#: Whether a decision stands after these deeds.
DECIDING = {Verb.APPROVE: True, Verb.REJECT: True, Verb.REVOKE_DECISION: False}
#: How a deed changes the number of answers that other agencies owe.
ANSWERS: dict[str, int] = {Verb.CONSULT: 1, Verb.ANSWER_CONSULTATION: -1}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def facts_of(entry: Entry) -> Entry:
    """The payload; of an imported case, what stands in its place."""
    facts: Entry = entry["payload"].get(IMPORTED_CASE) or entry["payload"]
    return facts


@dataclass(slots=True)
class Told:
    """The countable facts of a case, as far as its events have been read."""

    filed_at: datetime
    center: str
    procedure: str
    channel: str
    assistance: str
    returns_document: bool
    deciding: str
    returning: str
    decided: bool = False
    returned_at: datetime | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    electronic: bool = False
    answers_awaited: int = 0
    seconds: Counter[Clock] = field(default_factory=Counter)

    @classmethod
    def begin(cls, entry: Entry) -> "Told":
        facts = facts_of(entry)
        told = cls(
            filed_at=instant(facts.get("filed_at") or entry["at"]),
            center=facts["receiving_center"],
            procedure=facts["procedure"],
            channel=facts["channel"],
            assistance=facts["assistance"],
            returns_document=facts["returns_document"],
            deciding=facts["deciding_agency"],
            returning=facts["returning_center"],
        )
        told.take(entry)
        return told

    def take(self, entry: Entry) -> None:
        at, facts = instant(entry["at"]), facts_of(entry)
        if entry["verb"] == Verb.IMPORTED:
            self.take_over(facts)
            return
        if clock := clock_of(entry["from"], consultations_open=self.answers_awaited):
            self.seconds[clock] += self.untold_seconds(at)
        self.answers_awaited += ANSWERS.get(entry["verb"], 0)
        if entry["verb"] == Verb.RECEIVE:
            self.received_at = at
        self.take_part(entry["verb"], at, facts)
        if "due_at" in facts:
            self.due_at = facts["due_at"] and instant(facts["due_at"])
        if entry["to"] in FINISHED and not self.finished_at:
            self.finished_at = at
        self.electronic = facts.get("electronic", self.electronic)

    def take_part(self, verb: str, at: datetime, facts: Entry) -> None:
        """Which office decides, whether it has, and when the result was handed out."""
        if verb == Verb.TRANSFER:
            self.deciding = facts["deciding_agency"]
        if verb in DECIDING:
            self.decided = DECIDING[Verb(verb)]
        if verb == Verb.RETURN_RESULT:
            self.returned_at = at

    def take_over(self, facts: Entry) -> None:
        """An older system says when a case ended and was due, not who was waited for."""
        if facts.get("due_at"):
            self.due_at = instant(facts["due_at"])
        if facts.get("finished_at"):
            self.finished_at = instant(facts["finished_at"])
            self.seconds[Clock.AGENCY] += max(self.untold_seconds(self.finished_at), 0)

    def untold_seconds(self, at: datetime) -> int:
        return (at - self.filed_at) // SECOND - self.seconds.total()

    def filing(self) -> Iterator[str]:
        yield "filed"
        yield f"filed_{self.channel}"
        if self.channel == Channel.ONLINE:
            yield f"online_{self.assistance}"

    def ending(self) -> Iterator[str]:
        yield "finished"
        yield f"finished_{self.punctuality()}"
        if self.due_at and self.finished_at and self.finished_at <= self.due_at:
            yield "finished_by_due"
        if self.returns_document:
            yield "finished_document"
            if self.electronic:
                yield "finished_electronic"

    def punctuality(self) -> str:
        if not self.due_at or not self.finished_at:
            return "without_due"
        ended, due = office_day(self.finished_at), office_day(self.due_at)
        return "early" if ended < due else "on_time" if ended == due else "late"

    def marks(self) -> Iterator[tuple[date, Iterable[str]]]:
        """The days on which this case is counted, and the counters that it moves there."""
        yield office_day(self.filed_at), self.filing()
        if self.received_at:
            yield office_day(self.received_at), ("received",)
        if self.finished_at:
            yield office_day(self.finished_at), self.ending()

    def credits(self, behind: Mapping[str, str | None]) -> Iterator[tuple[date, str, Part]]:
        """Work for another centre; `behind` names the agency of each centre."""
        if self.decided and self.finished_at and self.deciding != behind[self.center]:
            yield office_day(self.finished_at), self.deciding, Part.DECIDED
        if self.returned_at and self.returning != self.center:
            yield office_day(self.returned_at), self.returning, Part.RETURNED

    def bins(self) -> Iterator[tuple[Clock, int]]:
        for clock in Clock:
            place = bin_of(self.seconds[clock])
            if place or clock == Clock.AGENCY:
                yield clock, place


def entries() -> Iterator[tuple[int, str]]:
    """The whole log, case after case, without holding it in memory."""
    rows = Event.objects.order_by("application", "sequence")
    return rows.values_list("application_id", "content").iterator(chunk_size=5000)


def tell() -> Iterator[Told]:
    for _case, rows in groupby(entries(), key=itemgetter(0)):
        contents = (orjson.loads(content) for _key, content in rows)
        told = Told.begin(next(contents))
        for entry in contents:
            told.take(entry)
        yield told


def replay() -> tuple[Counts, Counts, Counts]:
    """Tallies, duration bins and credits of all cases, from the log."""
    centers = dict(Agency.objects.values_list("code", "pk"))
    behind = dict(Agency.objects.values_list("code", "parent__code"))
    procedures = dict(Procedure.objects.values_list("code", "pk"))
    tallies: defaultdict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    bins: Counter[tuple[Any, ...]] = Counter()
    credits: Counter[tuple[Any, ...]] = Counter()
    for told in tell():
        place = centers[told.center], procedures[told.procedure]
        for day, counters in told.marks():
            tallies[day, *place].update(counters)
        if told.finished_at:
            ended = office_day(told.finished_at)
            bins.update((ended, *place, clock, bin) for clock, bin in told.bins())
        for day, office, part in told.credits(behind):
            credits[day, centers[office], place[1], part] += 1
    return (
        {key: tuple(row[name] for name in Tally.COUNTERS) for key, row in tallies.items()},
        {key: (count,) for key, count in bins.items()},
        {key: (count,) for key, count in credits.items()},
    )
