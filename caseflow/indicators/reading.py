"""The only door through which anybody reads the count.

Whole months come from the tables of months, what is left of a period from those of days, and of
several tables that could answer the one with the fewest rows is asked. Places are the centres
that received the files, unless a `role` says otherwise.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Self, TypeVar

from django.db.models import Count, DateField, F, Q, QuerySet, Sum
from django.db.models.functions import Cast, Trunc

from caseflow.indicators.counters import BY_NAME, NAMES
from caseflow.indicators.durations import bin_in_sql, merged
from caseflow.indicators.measures import Measure, timing
from caseflow.indicators.models import (
    Bin,
    CenterDay,
    CenterMonth,
    CenterMonthBin,
    Fact,
    MonthBin,
    MonthTally,
    ProcedureDay,
    ProcedureMonth,
    ProcedureMonthBin,
    Role,
    Tally,
)
from caseflow.indicators.models import Count as Counted
from caseflow.indicators.querysets import Centers, CountQuerySet, Days, within
from caseflow.indicators.scopes import Scope

Totals = dict[str, int]
Bins = dict[int, int]


Narrow = TypeVar("Narrow", bound=QuerySet[Any])


@dataclass(frozen=True, slots=True)
class Settled:
    """A place that was found to be everywhere, or not; see `settled`."""

    centers: Centers | None


#: None is everywhere.
Place = Scope | Centers | Settled | None

OFFICE_OF = {
    Role.RECEIVING: "receiving_center",
    Role.DECIDING: "deciding_agency",
    Role.RETURNING: "returning_center",
}


@dataclass(frozen=True, slots=True)
class Question:
    """Where, when, and for which procedure something is asked; both days count."""

    centers: Centers | None
    first: date | None
    last: date
    procedure: int | None = None
    role: Role = Role.RECEIVING

    @classmethod
    def about(cls, place: Place, first: date | None, last: date, **more: Any) -> Self:
        return cls(settled(place).centers, first, last, **more)

    @property
    def months(self) -> list[Days]:
        first, end = self.first, next_month(self.last + timedelta(days=1), up=False)
        since = next_month(first, up=True) if first else None
        return [(since, end - timedelta(days=1))] if since is None or since < end else []

    @property
    def days(self) -> list[Days]:
        """What the whole months leave over at both ends."""
        if not self.months:
            return [(self.first, self.last)]
        since, until = self.months[0]
        ends = [
            (self.first, since - timedelta(days=1)) if self.first and since else None,
            (until + timedelta(days=1), self.last),
        ]
        return [days for days in ends if days and days[0] <= days[1]]

    def narrowed(self, rows: Narrow) -> Narrow:
        """Rows of a table that has the columns asked about."""
        names = {field.name for field in rows.model._meta.get_fields()}
        found = rows.filter(role=self.role) if "role" in names else rows
        if self.centers is not None:
            found = found.filter(center__in=self.centers)
        return found.filter(procedure=self.procedure) if self.procedure else found

    def facts(self, day: str, periods: Iterable[Days]) -> QuerySet[Fact]:
        found = Fact.objects.filter(within(day, periods))
        if self.centers is not None:
            found = found.filter(**{f"{OFFICE_OF[self.role]}__in": self.centers})
        return found.filter(procedure=self.procedure) if self.procedure else found


def next_month(day: date, *, up: bool) -> date:
    """The first of the month: of the next one where asked, unless the day is one itself."""
    first = day.replace(day=1)
    return (first + timedelta(days=31)).replace(day=1) if up and day.day > 1 else first


def settled(place: Place) -> Settled:
    """A place that has all that was ever counted is everywhere, which is cheaper.

    Whoever asks several questions about a place settles it once.
    """
    if isinstance(place, Settled):
        return place
    centers = centers_of(place)
    if centers is not None and CenterMonth.objects.exclude(center__in=centers).exists():
        return Settled(centers)
    return Settled(None)


def centers_of(place: Place) -> Centers | None:
    return place.centers if isinstance(place, Scope | Settled) else place


def tables(question: Question, *, by: str = "") -> tuple[type[Counted], type[Counted]]:
    """Of days and of months, with the fewest rows that can tell the answer."""
    asks_procedure = bool(question.procedure) or by == "procedure"
    if not asks_procedure:
        return CenterDay, CenterMonth
    if question.role != Role.RECEIVING:
        raise ValueError("Only what was received is counted by procedure.")
    if question.centers is None and by != "center":
        return ProcedureDay, ProcedureMonth
    return Tally, MonthTally


def parts(question: Question, *, by: str = "", days_only: bool = False) -> Iterator[CountQuerySet]:
    """The rows to be added up: of whole months, and of the days around them."""
    of_days, of_months = tables(question, by=by)
    months = [] if days_only else question.months
    days = [(question.first, question.last)] if days_only else question.days
    for table, periods in ((of_months, months), (of_days, days)):
        if periods:
            yield question.narrowed(table.objects.during(periods))


def totals(
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    role: Role = Role.RECEIVING,
    names: Collection[str] = NAMES,
) -> Totals:
    """The sum of each counter."""
    question = Question.about(place, first, last, procedure=procedure, role=role)
    return added(rows.totals(names) for rows in parts(question)) or dict.fromkeys(names, 0)


def totals_by_center(
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    role: Role = Role.RECEIVING,
    names: Collection[str] = NAMES,
) -> dict[int, Totals]:
    question = Question.about(place, first, last, procedure=procedure, role=role)
    return added_by(rows.totals_by(F("center"), names) for rows in parts(question, by="center"))


def totals_by_procedure(
    place: Place, first: date | None, last: date, *, names: Collection[str] = NAMES
) -> dict[int, Totals]:
    question = Question.about(place, first, last)
    found = parts(question, by="procedure")
    return added_by(rows.totals_by(F("procedure"), names) for rows in found)


def totals_by_day(
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    role: Role = Role.RECEIVING,
    names: Collection[str] = NAMES,
) -> dict[date, Totals]:
    """Only days on which anything was counted, in order."""
    question = Question.about(place, first, last, procedure=procedure, role=role)
    found = added_by(rows.totals_by(F("day"), names) for rows in parts(question, days_only=True))
    return dict(sorted(found.items()))


def totals_by_month(
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    role: Role = Role.RECEIVING,
    names: Collection[str] = NAMES,
) -> dict[date, Totals]:
    """By the first of each month, in order; the first and the last may not be whole."""
    question = Question.about(place, first, last, procedure=procedure, role=role)
    found = added_by(rows.totals_by(month_of("day"), names) for rows in parts(question))
    return dict(sorted(found.items()))


def bins(
    measure: Measure,
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    role: Role = Role.RECEIVING,
) -> Bins:
    """How many cases took how long; `durations.quantile` reads percentiles from it."""
    question = Question.about(place, first, last, procedure=procedure, role=role)
    return dict(merged(bins_of(measure, question, None).values()))


def bins_by_center(
    measure: Measure,
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    role: Role = Role.RECEIVING,
) -> dict[int, Bins]:
    question = Question.about(place, first, last, procedure=procedure, role=role)
    return bins_of(measure, question, "center")


def bins_by_procedure(
    measure: Measure, place: Place, first: date | None, last: date
) -> dict[int, Bins]:
    return bins_of(measure, Question.about(place, first, last), "procedure")


def bins_by_month(
    measure: Measure,
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    role: Role = Role.RECEIVING,
) -> dict[date, Bins]:
    """By the first of each month, in order; the first and the last may not be whole."""
    question = Question.about(place, first, last, procedure=procedure, role=role)
    return dict(sorted(bins_of(measure, question, "month").items()))


def bins_by_center_and_month(
    measure: Measure, centers: Centers, first: date, last: date
) -> dict[int, dict[date, Bins]]:
    """Of whole months, from the one of the first day to the one of the last."""
    found: dict[int, dict[date, Bins]] = {}
    bins: Any = CenterMonthBin.objects.during([(first.replace(day=1), last)])
    rows = bins.filter(measure=measure, center__in=centers)
    for center, month, place, count in rows.values_list("center", "day", "bin", "count"):
        found.setdefault(center, {}).setdefault(month, {})[place] = count
    return found


def bins_by_officer(
    measure: Measure,
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
) -> dict[int | None, Bins]:
    """From the facts, so for one office at a time."""
    return bins_of(measure, Question.about(place, first, last, procedure=procedure), "officer")


def totals_by_officer(
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    names: Collection[str],
) -> dict[int | None, Totals]:
    """From the facts, so for one office at a time: by whoever has, or had last, the file."""
    question = Question.about(place, first, last, procedure=procedure)
    wanted = [BY_NAME[name] for name in names]
    found: dict[int | None, Totals] = {}
    for day in {counter.day for counter in wanted}:
        counts = {
            counter.name: Count("pk", filter=counter.cases)
            for counter in wanted
            if counter.day == day
        }
        rows = question.facts(day, [(first, last)]).order_by().values_list("officer")
        for officer, *told in rows.annotate(**counts):
            of_officer = found.setdefault(officer, dict.fromkeys(names, 0))
            of_officer |= dict(zip(counts, told, strict=True))
    return found


def bins_of(measure: Measure, question: Question, by: str | None) -> dict[Any, Bins]:
    """From the bins of whole months where there are such; else, and for the rest, from facts."""
    found: dict[Any, Bins] = {}
    table = bin_table(question, by)
    periods = question.days if table else [(question.first, question.last)]
    for key, place, count in stored_bins(table, measure, question, by) if table else ():
        found.setdefault(key, {})[place] = count
    for key, place, count in fact_bins(measure, question, by, periods) if periods else ():
        of_key = found.setdefault(key, {})
        of_key[place] = of_key.get(place, 0) + count
    return found


def bin_table(question: Question, by: str | None) -> type[Bin] | None:
    """None where only the facts can tell."""
    if question.role != Role.RECEIVING or not question.months or by == "officer":
        return None
    asks_procedure = bool(question.procedure) or by == "procedure"
    asks_center = question.centers is not None or by == "center"
    if asks_procedure:
        return None if asks_center else ProcedureMonthBin
    return CenterMonthBin if asks_center else MonthBin


def stored_bins(
    table: type[Bin], measure: Measure, question: Question, by: str | None
) -> Iterator[tuple[Any, int, int]]:
    rows: QuerySet[Any] = table.objects.during(question.months).filter(measure=measure)
    key = {"key": F("day" if by == "month" else by)} if by else {"key": F("measure")}
    grouped = question.narrowed(rows).order_by().annotate(**key).values_list("key", "bin")
    yield from grouped.annotate(total=Sum("count")).iterator()


def fact_bins(
    measure: Measure, question: Question, by: str | None, periods: Iterable[Days]
) -> Iterator[tuple[Any, int, int]]:
    found = timing(measure)
    keys = {
        "center": F(OFFICE_OF[question.role]),
        "procedure": F("procedure"),
        "officer": F("officer"),
        "month": month_of(found.day),
    }
    rows = question.facts(found.day, periods).filter(found.cases).order_by()
    key = keys[by] if by else F("origin")
    named = rows.annotate(key=key, bin=bin_in_sql(found.column)).values_list("key", "bin")
    yield from named.annotate(total=Count("pk")).iterator()


def totals_over(
    place: Place, wanted: Mapping[Any, tuple[Days, Collection[str]]]
) -> dict[Any, Totals]:
    """Counters over periods of their own, by whatever keys these have; all in one query."""
    sums = {
        f"sum_{number}_{name}": Sum(name, filter=within("day", [days]), default=0)
        for number, (days, names) in enumerate(wanted.values())
        for name in names
    }
    centers = centers_of(place)
    inside = Q() if centers is None else Q(center__in=centers)
    rows = CenterDay.objects.filter(inside, role=Role.RECEIVING)
    found = rows.aggregate(**sums) if sums else {}
    return {
        key: {name: found[f"sum_{number}_{name}"] for name in names}
        for number, (key, (_days, names)) in enumerate(wanted.items())
    }


def rows(
    place: Place, first: date | None, last: date, *, procedure: int | None = None
) -> Iterator[tuple[Any, ...]]:
    """The finest rows as they lie: day, codes and names of centre and procedure, all counters."""
    question = Question.about(place, first, last, procedure=procedure)
    found = question.narrowed(Tally.objects.during([(first, last)]))
    keys = ("day", "center__code", "center__name", "procedure__code", "procedure__name")
    ordered = found.order_by("day", "center__code", "procedure__code").values_list(*keys, *NAMES)
    for row in ordered.iterator(chunk_size=2000):
        yield (*row[: len(keys)], *(count or 0 for count in row[len(keys) :]))


def month_of(column: str) -> Cast:
    return Cast(Trunc(column, "month"), DateField())


def added(found: Iterable[Mapping[str, int]]) -> Totals:
    sums: Totals = {}
    for totals in found:
        for name, count in totals.items():
            sums[name] = sums.get(name, 0) + count
    return sums


def added_by(found: Iterable[Mapping[Any, Totals]]) -> dict[Any, Totals]:
    sums: dict[Any, Totals] = {}
    for by_key in found:
        for key, totals in by_key.items():
            sums[key] = added([sums[key], totals]) if key in sums else totals
    return sums


def at_the_end(place: Place, day: date, **more: Any) -> Totals:
    """Files received until this day: how many were open at its end, and how many of them late."""
    question = Question.about(place, None, day, **more)
    before = replace(question, last=day - timedelta(days=1))
    ended = ("received", "finished_taken_in", "finished_late_taken_in")
    until = added(rows.totals(ended) for rows in parts(question))
    passed = added(rows.totals(("due", "due_met")) for rows in parts(before))
    late = passed["due"] - passed["due_met"] - until["finished_late_taken_in"]
    return {
        "open_at_end": until["received"] - until["finished_taken_in"],
        "open_late_at_end": late,
    }


def days_counted(place: Place, count: int) -> list[date]:
    """The latest days on which anything was filed, the newest first."""
    centers = centers_of(place)
    inside = Q() if centers is None else Q(center__in=centers)
    filed = CenterDay.objects.filter(inside, role=Role.RECEIVING, filed__gt=0)
    return list(filed.order_by("-day").values_list("day", flat=True).distinct()[:count])
