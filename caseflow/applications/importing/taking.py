"""Taking the cases of an older system: what is new is added, what is known stays.

Every case begins with an event that holds the facts the source knows; each activity follows as
one event that keeps the state. A log that has grown adds only its new activities and ends.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, Self

from django.db import connection, transaction
from django_fsm import can_proceed

from caseflow.applications import evidence, following, history
from caseflow.applications.actors import Actor
from caseflow.applications.filing import filing_day
from caseflow.applications.importing.offices import Offices
from caseflow.applications.importing.reporting import Report
from caseflow.applications.importing.sources import SourceCase, Told
from caseflow.applications.models import Application, Event
from caseflow.applications.numbering import next_numbers
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.states import Assistance, Origin, Verb
from caseflow.applications.stories import Story

BATCH = 500
#: What makes an activity the same as one that was imported before.
Identity = tuple[datetime, str, str, str, str]


class Growth(NamedTuple):
    """A known case, and what the source tells of it that is not in its chain yet."""

    case: Application
    missing: list[Told]
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch would add; it is counted here, whether or not it is then written."""

    new: list[SourceCase]
    growing: list[Growth]

    @classmethod
    def of(cls, batch: Sequence[SourceCase], rows: ApplicationQuerySet, report: Report) -> Self:
        references = [source.reference for source in batch]
        known = {
            case.source_reference: case
            for case in rows.filter(source_reference__gt="", source_reference__in=references)
        }
        told = activities_told(known.values())
        new = [source for source in batch if source.reference not in known]
        growing = [
            growth
            for source in batch
            if (case := known.get(source.reference))
            and (growth := growth_of(source, case, told[case.pk], report))
        ]
        report.counts["applications added"] += len(new)
        report.counts["activities added"] += sum(len(source.activities) for source in new)
        report.counts["activities added"] += sum(len(growth.missing) for growth in growing)
        return cls(new, growing)


def survey(cases: Iterable[SourceCase], report: Report) -> None:
    """Reports what `Taking.take` would add, and writes nothing."""
    for batch in batches(cases):
        Plan.of(batch, Application.objects.all(), report)


def growth_of(
    source: SourceCase, case: Application, told: Counter[Identity], report: Report
) -> Growth | None:
    missing = activities_missing(source, told)
    end = None if case.finished_at else source.end
    ended_otherwise = case.finished_at is not None and source.end != case.finished_at
    stands = (case.filed_at, case.due_original_at, case.channel)
    if ended_otherwise or stands != (source.start, source.due, source.channel):
        report.odd("known cases that the source now tells otherwise", source.case_id)
    if not missing and not end:
        return None
    if case.erased_at or not can_proceed(case.imported):
        report.odd("known cases that went on here, nothing added", source.case_id)
        return None
    return Growth(case, missing, end)


@dataclass(frozen=True, slots=True)
class Taking:
    """One run: where the cases come from, which offices they hang on, where to report."""

    source: str
    assistance: Assistance
    offices: Offices
    report: Report
    at: datetime

    @property
    def actor(self) -> Actor:
        return Actor.system(self.source)

    def take(self, cases: Iterable[SourceCase]) -> None:
        for batch in batches(cases):
            with transaction.atomic():
                self.wait_for_other_imports()
                held = Application.objects.select_for_update(of=("self",), no_key=True)
                plan = Plan.of(batch, held, self.report)
                self.add(plan.new)
                for growth in plan.growing:
                    self.grow(growth)

    def wait_for_other_imports(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [self.source])

    def add(self, cases: Sequence[SourceCase]) -> None:
        numbers = self.numbers(cases)
        history.write_batch([self.story(case, next(numbers[day_of(case)])) for case in cases])

    def numbers(self, cases: Sequence[SourceCase]) -> dict[date, Iterator[str]]:
        # In the order of the days, so that nobody waits crosswise for a counter.
        wanted = sorted(Counter(map(day_of, cases)).items())
        agency = self.offices.deciding
        return {day: iter(next_numbers(agency, day, count)) for day, count in wanted}

    def story(self, source: SourceCase, number: str) -> Story:
        case = Application(
            number=number,
            procedure=self.offices.version.procedure,
            procedure_version=self.offices.version,
            receiving_center=self.offices.receiving,
            deciding_agency=self.offices.deciding,
            returning_center=self.offices.returning,
            origin=Origin.IMPORTED,
            channel=source.channel,
            assistance=self.assistance,
            source_reference=source.reference,
            filed_at=source.start,
        )
        story = Story(case, self.at)
        opening = self.opening(source)
        self.tell(case, story.append, opening, at=source.start, due=source.due, end=source.end)
        for activity in source.activities:
            self.tell(case, story.append, activity_facts(activity), at=activity.at)
        return story

    def tell(
        self,
        case: Application,
        append: Callable[..., object],
        facts: Mapping[str, Any],
        *,
        at: datetime,
        due: datetime | None = None,
        end: datetime | None = None,
    ) -> None:
        came_from = case.state
        case.imported(due_at=due, finished_at=end)
        case.last_event_at = at
        append(Verb.IMPORTED, from_state=came_from, payload=facts, actor=self.actor, at=at)

    def opening(self, source: SourceCase) -> dict[str, Any]:
        facts = {
            "filed_at": utc(source.start),
            "finished_at": utc(source.end),
            "due_at": utc(source.due),
            "channel": source.channel,
            "assistance": self.assistance,
            "source": self.source,
            "source_case": source.case_id,
        }
        return {"case": facts | self.offices.facts()}

    def grow(self, growth: Growth) -> None:
        case = growth.case
        append = partial(evidence.append, case, origin=Origin.IMPORTED)
        for activity in growth.missing:
            self.tell(case, append, activity_facts(activity), at=activity.at)
        if end := growth.end:
            self.tell(case, append, {"finished_at": utc(end)}, at=end, end=end)
        following.hint_after_commit()


def batches(cases: Iterable[SourceCase]) -> Iterator[list[SourceCase]]:
    remaining = iter(cases)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def day_of(case: SourceCase) -> date:
    return filing_day(case.start)


def utc(at: datetime | None) -> datetime | None:
    return at and at.astimezone(UTC)


def activity_facts(told: Told) -> dict[str, str]:
    """`source_time` keeps the offset in which the source wrote it."""
    facts = {name: getattr(told, name) for name in ("activity", "instance", "resource", "role")}
    return {**{name: said for name, said in facts.items() if said}, "source_time": str(told.at)}


def identity(facts: Mapping[str, str], at: datetime) -> Identity:
    activity, instance = facts["activity"], facts.get("instance", "")
    return at, activity, instance, facts.get("resource", ""), facts.get("role", "")


def activities_told(cases: Iterable[Application]) -> dict[int, Counter[Identity]]:
    told: dict[int, Counter[Identity]] = defaultdict(Counter)
    events = Event.objects.filter(application__in=[case.pk for case in cases])
    for event in events.filter(verb=Verb.IMPORTED):
        if "activity" in event.payload:
            told[event.application_id][identity(event.payload, event.at)] += 1
    return told


def activities_missing(source: SourceCase, told: Counter[Identity]) -> list[Told]:
    """A row that stands twice in the source is two activities."""
    left, missing = Counter(told), []
    for activity in source.activities:
        key = identity(activity_facts(activity), activity.at)
        if left[key]:
            left[key] -= 1
        else:
            missing.append(activity)
    return missing
