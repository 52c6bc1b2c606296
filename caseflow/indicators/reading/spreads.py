"""How durations are spread: bins, from which `durations.quantile` reads percentiles."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from caseflow.indicators.days import month_of
from caseflow.indicators.durations import bin_in_sql, merged
from caseflow.indicators.measures import Measure, timing
from caseflow.indicators.models import Bin, CenterMonthBin, MonthBin, ProcedureMonthBin
from caseflow.indicators.querysets import Centers, Days
from caseflow.indicators.reading.questions import Place, Question

Bins = dict[int, int]


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
) -> dict[int, Bins]:
    question = Question.about(place, first, last, procedure=procedure)
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
    of_centers = rows.filter(measure=measure, center__in=centers)
    for center, month, place, count in of_centers.values_list("center", "day", "bin", "count"):
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


def bins_of(measure: Measure, question: Question, by: str | None) -> dict[Any, Bins]:
    """From the bins of whole months where there are such; else, and for the rest, from facts."""
    found: dict[Any, Bins] = {}
    table = bin_table(question, by)
    periods = question.days if table else question.span
    for key, place, count in stored_bins(table, measure, question, by) if table else ():
        found.setdefault(key, {})[place] = count
    for key, place, count in fact_bins(measure, question, by, periods) if periods else ():
        of_key = found.setdefault(key, {})
        of_key[place] = of_key.get(place, 0) + count
    return found


def bin_table(question: Question, by: str | None) -> type[Bin] | None:
    """None where only the facts can tell."""
    if not question.months or by == "officer":
        return None
    asks_procedure = bool(question.procedure) or by == "procedure"
    asks_center = by == "center" or not question.everywhere
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
        "center": F("receiving_center"),
        "procedure": F("procedure"),
        "officer": F("officer"),
        "month": month_of(found.day),
    }
    rows = question.facts(found.day, periods).filter(found.cases).order_by()
    key = keys[by] if by else F("origin")
    named = rows.annotate(key=key, bin=bin_in_sql(found.column)).values_list("key", "bin")
    yield from named.annotate(total=Count("pk")).iterator()
