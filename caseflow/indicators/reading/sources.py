"""What tells how durations are spread: a table where there is one, else the facts."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, QuerySet, Sum, Value

from caseflow.indicators.days import month_of
from caseflow.indicators.durations import BIN_COLUMNS, BOUNDS, IN_A_BUCKET, bin_in_sql
from caseflow.indicators.expressions import BucketsFrom, SecondsFrom, Sums
from caseflow.indicators.measures import Measure, timing
from caseflow.indicators.models import (
    CenterMonthSpread,
    DaySpread,
    MonthSpread,
    ProcedureMonthSpread,
    Spread,
)
from caseflow.indicators.querysets import Days
from caseflow.indicators.reading.questions import Question

#: Cases by bin.
Cases = dict[int, int]
#: By what files are told apart by: centre, procedure, officer or month.
Keyed = Iterable[tuple[Any, Cases]]
#: By the same: all cases, and those in each of some bins or beyond it.
Counted = Iterable[tuple[Any, int]]
Beyond = Iterable[tuple[Any, Sequence[int]]]


@dataclass(frozen=True)
class Source(ABC):
    """Of a part of the period, whose cases are added or, with the sign -1, taken away."""

    measure: Measure
    question: Question
    by: str | None
    periods: Sequence[Days]
    sign: int

    @abstractmethod
    def bins(self, among: Collection[Any] | None) -> Keyed:
        """Of all keys, or of these; each once."""

    @abstractmethod
    def cases(self) -> Counted:
        """How many there are in all bins."""

    @abstractmethod
    def beyond(self, rungs: Sequence[int]) -> Beyond:
        """Only of keys that have any; told without reading the bins. `rungs`: in order."""


@dataclass(frozen=True)
class FromTable(Source):
    table: type[Spread]

    @property
    def rows(self) -> QuerySet[Any]:
        """With their `key`."""
        key = month_of("day") if self.by == "month" else F(self.by or "measure")
        rows: QuerySet[Any] = self.table.objects.during(self.periods).filter(measure=self.measure)
        keyed: QuerySet[Any] = self.question.narrowed(rows).annotate(key=key)
        return keyed.order_by()

    def bins(self, among: Collection[Any] | None) -> Keyed:
        rows = self.rows if among is None else self.rows.filter(key__in=among)
        buckets = rows.values_list("key", "bucket").annotate(counts=Sums(BIN_COLUMNS))
        found: dict[Any, Cases] = {}
        for name, bucket, counts in buckets:
            found.setdefault(name, {}).update(bins_of_bucket(bucket, counts))
        return found.items()

    def cases(self) -> Counted:
        found: Counted = self.rows.values_list("key").annotate(cases=Sum("count", default=0))
        return found

    def beyond(self, rungs: Sequence[int]) -> Beyond:
        far = self.rows.filter(bucket__gte=rungs[0] // IN_A_BUCKET)
        found: Beyond = far.values_list("key").annotate(counts=BucketsFrom(rungs))
        return found


def bins_of_bucket(bucket: int, counts: Sequence[int | None]) -> Cases:
    return {place: count for place, count in enumerate(counts, bucket * IN_A_BUCKET) if count}


@dataclass(frozen=True)
class FromFacts(Source):
    @property
    def rows(self) -> QuerySet[Any]:
        """With their `key`."""
        found = timing(self.measure)
        keys = {
            "center": F("receiving_center"),
            "procedure": F("procedure"),
            "officer": F("officer"),
            "month": month_of(found.day),
        }
        rows = self.question.facts(found.day, self.periods).filter(found.cases).order_by()
        key = keys[self.by] if self.by else Value(str(self.measure))
        return rows.annotate(key=key)

    def bins(self, among: Collection[Any] | None) -> Keyed:
        rows = self.rows if among is None else self.rows.filter(key__in=among)
        binned = rows.annotate(bin=bin_in_sql(timing(self.measure).column)).values_list("key")
        for name, places in binned.annotate(places=ArrayAgg("bin")):
            yield name, Counter(places)

    def cases(self) -> Counted:
        found: Counted = self.rows.values_list("key").annotate(cases=Count("pk"))
        return found

    def beyond(self, rungs: Sequence[int]) -> Beyond:
        column = timing(self.measure).column
        far = self.rows.filter(**{f"{column}__gte": BOUNDS[rungs[0]]}) if rungs[0] else self.rows
        found: Beyond = far.values_list("key").annotate(counts=SecondsFrom(column, rungs))
        return found


def sources(measure: Measure, question: Question, by: str | None) -> list[Source]:
    """Bins of whole months and of days where there are such; else, and for the rest, the facts."""
    of_months = table_of_months(question, by)
    if of_months is None:
        return [FromFacts(measure, question, by, question.span, 1)]
    found, told = question.spans.until_today(), list[Source]()
    if found.months:
        told.append(FromTable(measure, question, by, found.months, 1, of_months))
    for sign, odd in found.odd_days:
        if of_months is MonthSpread:
            told.append(FromTable(measure, question, by, odd, sign, DaySpread))
        else:
            told.append(FromFacts(measure, question, by, odd, sign))
    return told


def table_of_months(question: Question, by: str | None) -> type[Spread] | None:
    if by == "officer":
        return None
    asks_procedure = bool(question.procedure) or by == "procedure"
    asks_center = by == "center" or not question.everywhere
    if asks_procedure:
        return None if asks_center else ProcedureMonthSpread
    return CenterMonthSpread if asks_center else MonthSpread


def signed(parts: Iterable[tuple[int, Keyed]]) -> dict[Any, Cases]:
    """Added up by key, or taken away; what is nothing then is left out."""
    found: dict[Any, Counter[int]] = {}
    takes_away = False
    for sign, keyed in parts:
        takes_away |= sign < 0
        for name, cases in keyed:
            so_far = found.setdefault(name, Counter())
            if sign > 0:
                so_far.update(cases)
            else:
                so_far.subtract(cases)
    if not takes_away:
        return dict(found)
    # The sign of a counter drops what is nothing.
    return {name: left for name, of in found.items() if (left := +of)}
