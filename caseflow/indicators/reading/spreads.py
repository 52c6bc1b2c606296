"""How durations are spread: bins, from which `durations.quantile` reads percentiles."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, QuerySet, Sum, Value

from caseflow.indicators.days import month_of
from caseflow.indicators.durations import bin_in_sql, merged, rank
from caseflow.indicators.measures import Measure, timing
from caseflow.indicators.models import (
    Bin,
    CenterMonthBin,
    DayBin,
    MonthBin,
    ProcedureMonthBin,
)
from caseflow.indicators.querysets import Centers, Days
from caseflow.indicators.reading.questions import Place, Question

Bins = dict[int, int]
#: A table of bins, or None for the facts; the days or months read from it, and their sign.
Source = tuple[type[Bin] | None, list[Days], int]
#: All bins of a key in one row, which takes a third of the time of a row for each.
SPREAD = {"places": ArrayAgg("bin"), "counts": ArrayAgg("count")}


def bins(
    measure: Measure,
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
) -> Bins:
    """How many cases took how long."""
    question = Question.about(place, first, last, procedure=procedure)
    return dict(merged(bins_of(measure, question, None).values()))


def bins_by_center(
    measure: Measure,
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    among: Collection[int] | None = None,
) -> dict[int, Bins]:
    """Of all centres, or of these."""
    question = Question.about(place, first, last, procedure=procedure)
    return bins_of(measure, question, "center", among=among)


def bins_by_procedure(
    measure: Measure,
    place: Place,
    first: date | None,
    last: date,
    *,
    among: Collection[int] | None = None,
) -> dict[int, Bins]:
    """Of all procedures, or of these."""
    return bins_of(measure, Question.about(place, first, last), "procedure", among=among)


def slowness_of_procedures(
    measure: Measure,
    place: Place,
    first: date | None,
    last: date,
    *,
    share: Fraction,
    rungs: Sequence[int],
) -> dict[int, int]:
    """How many of these bins the quantile of each procedure reaches, or lies beyond.

    So much is told without reading their bins; nothing where bins of months alone do not answer.
    """
    question = Question.about(place, first, last)
    [[table, periods, _sign], *others] = sources(question, "procedure")
    if others or table is None:
        return {}
    below = {
        f"below_{place}": Sum("count", filter=Q(bin__lt=rung), default=0)
        for place, rung in enumerate(rungs)
    }
    rows = stored(table, measure, question, periods).order_by().values_list("procedure")
    return {
        procedure: sum(count < rank(share, cases) for count in counts)
        for procedure, cases, *counts in rows.annotate(cases=Sum("count"), **below)
    }


def bins_by_month(
    measure: Measure,
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
) -> dict[date, Bins]:
    """By the first of each month, in order; the first and the last may not be whole."""
    question = Question.about(place, first, last, procedure=procedure)
    return dict(sorted(bins_of(measure, question, "month").items()))


def bins_by_center_and_month(
    measure: Measure, centers: Centers, first: date, last: date
) -> dict[int, dict[date, Bins]]:
    """Of whole months, from the one of the first day to the one of the last."""
    found: dict[int, dict[date, Bins]] = {}
    rows: QuerySet[Any] = CenterMonthBin.objects.during([(first.replace(day=1), last)])
    of_centers = rows.filter(measure=measure, center__in=centers).order_by()
    for center, month, *spread in of_centers.values_list("center", "day").annotate(**SPREAD):
        found.setdefault(center, {})[month] = dict(zip(*spread, strict=True))
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


def bins_of(
    measure: Measure,
    question: Question,
    by: str | None,
    *,
    among: Collection[int] | None = None,
) -> dict[Any, Bins]:
    """From bins of whole months and of days where there are such; else, and for the rest, from
    facts."""
    found: dict[Any, Counter[int]] = {}
    told = sources(question, by)
    for table, periods, sign in told:
        asked = measure, question, by, periods, among
        for name, spread in table_bins(table, *asked) if table else fact_bins(*asked):
            so_far = found.setdefault(name, Counter())
            if sign > 0:
                so_far.update(spread)
            else:
                so_far.subtract(spread)
    if all(sign > 0 for _table, _periods, sign in told):
        return dict(found)
    # The sign of a counter drops what is nothing.
    return {name: left for name, of in found.items() if (left := +of)}


def sources(question: Question, by: str | None) -> list[Source]:
    """What answers, each with its part of the period."""
    of_months = bin_table(question, by)
    if of_months is None:
        return [(None, question.span, 1)]
    of_days = DayBin if of_months is MonthBin else None
    found = question.spans.until_today()
    months: list[Source] = [(of_months, found.months, 1)] if found.months else []
    return [*months, *((of_days, odd, sign) for sign, odd in found.odd_days)]


def bin_table(question: Question, by: str | None) -> type[Bin] | None:
    """Of months; None where there is none."""
    if by == "officer":
        return None
    asks_procedure = bool(question.procedure) or by == "procedure"
    asks_center = by == "center" or not question.everywhere
    if asks_procedure:
        return None if asks_center else ProcedureMonthBin
    return CenterMonthBin if asks_center else MonthBin


def table_bins(
    table: type[Bin],
    measure: Measure,
    question: Question,
    by: str | None,
    periods: Iterable[Days],
    among: Collection[int] | None,
) -> Iterator[tuple[Any, Bins]]:
    rows = stored(table, measure, question, periods).order_by()
    if among is not None:
        rows = rows.filter(**{f"{by}__in": among})
    key = month_of("day") if by == "month" else F(by or "measure")
    for name, places, counts in rows.annotate(key=key).values_list("key").annotate(**SPREAD):
        yield name, added_up(places, counts)


def added_up(places: Sequence[int], counts: Sequence[int]) -> Bins:
    """A bin stands in them once for each month or day."""
    found: Bins = {}
    for place, count in zip(places, counts, strict=True):
        found[place] = found.get(place, 0) + count
    return found


def stored(
    table: type[Bin], measure: Measure, question: Question, periods: Iterable[Days]
) -> QuerySet[Any]:
    rows: QuerySet[Any] = table.objects.during(periods).filter(measure=measure)
    return question.narrowed(rows)


def fact_bins(
    measure: Measure,
    question: Question,
    by: str | None,
    periods: Iterable[Days],
    among: Collection[int] | None,
) -> Iterator[tuple[Any, Bins]]:
    found = timing(measure)
    keys = {
        "center": F("receiving_center"),
        "procedure": F("procedure"),
        "officer": F("officer"),
        "month": month_of(found.day),
    }
    rows = question.facts(found.day, periods).filter(found.cases).order_by()
    rows = rows.annotate(key=keys[by] if by else Value(str(measure)))
    if among is not None:
        rows = rows.filter(key__in=among)
    binned = rows.annotate(bin=bin_in_sql(found.column)).values_list("key")
    for name, places in binned.annotate(places=ArrayAgg("bin")):
        yield name, Counter(places)
