"""Which dates of which files a new calendar version moves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import NamedTuple

import orjson
from django.db.models import Q

from caseflow.applications import deadlines
from caseflow.applications.deadlines import Happening
from caseflow.applications.models import Application, Event
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.rules import rules_of
from caseflow.applications.states import OPEN, State, Verb
from caseflow.centers.calendars import working_time, working_time_of_version
from caseflow.centers.changes import Span, agencies_under, changed_span, versions_before
from caseflow.centers.models import CalendarDay, CalendarVersion
from caseflow.centers.working_time import VIETNAM, WorkingTime

#: What a period depends on; other deeds are not read.
COUNTED = (
    Verb.FILE,
    Verb.RECEIVE,
    Verb.REQUEST_SUPPLEMENT,
    Verb.SUPPLY,
    Verb.REQUEST_PAYMENT,
    Verb.PAY,
    Verb.EXTEND,
    Verb.AGREE_EXTENSION,
    Verb.IMPORTED,
)
#: What a move reads and changes of a case; its words and personal data stay where they are.
COLUMNS = (
    *("number", "origin", "state", "filed_at", "received_at", "reception_due_at", "due_at"),
    *("receiving_center", "deciding_agency", "procedure_version", "consultations_open"),
    *("agency_seconds", "citizen_seconds", "other_agency_seconds", "payment_seconds"),
    *("last_event_at", "last_sequence", "head_hash"),
)


class Move(NamedTuple):
    """New dates of a file; None where a date stays."""

    case: Application
    due_at: datetime | None
    reception_due_at: datetime | None


class Dates(NamedTuple):
    due_at: datetime | None
    reception_due_at: datetime | None


@dataclass(frozen=True)
class Recount:
    """A calendar version, those before it, and whom and which days it concerns."""

    version: CalendarVersion
    new: WorkingTime
    earlier: Sequence[WorkingTime]
    agencies: frozenset[int]
    span: Span | None
    hours: int = field(default_factory=lambda: deadlines.policy().reception_hours)

    @classmethod
    def by(cls, version: CalendarVersion) -> "Recount":
        """Also for a draft, which nobody works by yet."""
        new = working_time(version, CalendarDay.objects.filter(version=version))
        earlier = [working_time_of_version(old.pk) for old in versions_before(version)]
        span = changed_span(new, earlier)
        return cls(version, new, earlier, agencies_under(version.calendar), span)

    def candidates(self) -> ApplicationQuerySet:
        """Open files with a date that may lie behind a changed day."""
        cases: ApplicationQuerySet = Application.objects.filter(state__in=OPEN).only(*COLUMNS)
        if self.span is None:
            return cases.none()
        decided = Q(deciding_agency__in=self.agencies) & behind(self.span, "due_at")
        received = Q(receiving_center__in=self.agencies, state=State.FILED)
        return cases.filter(decided | received & behind(self.span, "reception_due_at"))

    def moves(self, cases: Sequence[Application], *, at: datetime) -> Iterator[Move]:
        """Reads the events only of files whose dates do not follow from their columns."""
        plain = {case.pk: self.by_columns(case) for case in cases}
        told = chains([case.pk for case in cases if plain[case.pk] is None])
        for case in cases:
            before, after = plain[case.pk] or self.by_chain(case, told[case.pk])
            move = Move(
                case,
                moved(case.due_at, before.due_at, after.due_at, at),
                moved(case.reception_due_at, before.reception_due_at, after.reception_due_at, at),
            )
            if move.due_at or move.reception_due_at:
                yield move

    def by_columns(self, case: Application) -> tuple[Dates, Dates] | None:
        """None for a file that waited, was promised another date or came by another calendar."""
        old = self.earlier[0]
        before = self.dates(case, old)
        stands = case.due_at if case.received_at else case.reception_due_at
        expected = before.due_at if case.received_at else before.reception_due_at
        return (before, self.dates(case, self.new)) if stands == expected else None

    def dates(self, case: Application, calendar: WorkingTime) -> Dates:
        if case.received_at is None:
            term = deadlines.reception(calendar, case.filed_at, hours=self.hours)
            is_ours = case.receiving_center_id in self.agencies
            return Dates(None, term.due_at if is_ours else case.reception_due_at)
        rules = rules_of(case.procedure_version_id)
        settlement = deadlines.settlement(rules, calendar, case.received_at)
        return Dates(settlement.due_at if settlement else None, None)

    def by_chain(self, case: Application, chain: Sequence[Happening]) -> tuple[Dates, Dates]:
        before, after = (
            self.counted(case, chain, calendar) for calendar in (self.earlier[0], self.new)
        )
        return before, after

    def counted(
        self, case: Application, chain: Sequence[Happening], calendar: WorkingTime
    ) -> Dates:
        rules = rules_of(case.procedure_version_id)
        period = deadlines.counted(chain, rules, working_time_of_version, instead=calendar)
        is_filed = case.state == State.FILED and case.receiving_center_id in self.agencies
        is_decided = case.deciding_agency_id in self.agencies
        return Dates(
            period.due_at if is_decided else None, period.reception_due_at if is_filed else None
        )


def behind(span: Span, name: str) -> Q:
    """A day of the span may lie between filing and this date."""
    first = datetime.combine(span.first, time.min, VIETNAM)
    if span.last == span.last.max:
        return Q(**{f"{name}__isnull": False})
    after = datetime.combine(span.last + timedelta(days=1), time.min, VIETNAM)
    return Q(**{f"{name}__gte": first}, filed_at__lt=after)


def moved(
    stands: datetime | None, before: datetime | None, after: datetime | None, at: datetime
) -> datetime | None:
    """The new date where the calendar changes it; never one that has passed already."""
    if stands is None or after is None or before == after or after == stands:
        return None
    return after if after > stands or after > at else None


def chains(cases: Iterable[int]) -> Mapping[int, list[Happening]]:
    told: dict[int, list[Happening]] = defaultdict(list)
    events = Event.objects.filter(application__in=list(cases), verb__in=COUNTED)
    rows = events.order_by("application", "sequence").values_list(
        "application_id", "verb", "from_state", "to_state", "at", "content"
    )
    for case, verb, came_from, to, at, content in rows:
        told[case].append(Happening(verb, came_from, to, at, orjson.loads(content)["payload"]))
    return told
