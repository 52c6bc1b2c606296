"""How durations are spread: bins, from which `durations.quantile` reads percentiles."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate
from typing import Any

from django.db.models import QuerySet

from caseflow.indicators.durations import BIN_COLUMNS, IN_A_BUCKET, merged, rank, seconds_of
from caseflow.indicators.measures import Measure
from caseflow.indicators.models import CenterMonthSpread
from caseflow.indicators.querysets import Centers
from caseflow.indicators.reading.questions import Place, Question
from caseflow.indicators.reading.sources import Source, signed, sources

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


def slowness_of_centers(
    measure: Measure,
    place: Place,
    first: date | None,
    last: date,
    *,
    share: Fraction,
    rungs: Sequence[int],
    procedure: int | None = None,
    cases: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """How many of these bins the quantile of each centre reaches, or lies beyond; it is told
    sooner by whoever knows how many `cases` each has."""
    question = Question.about(place, first, last, procedure=procedure)
    return slowness_of(measure, question, "center", share, rungs, cases)


def slowness_of_procedures(
    measure: Measure,
    place: Place,
    first: date | None,
    last: date,
    *,
    share: Fraction,
    rungs: Sequence[int],
    cases: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """The same of each procedure."""
    question = Question.about(place, first, last)
    return slowness_of(measure, question, "procedure", share, rungs, cases)


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


def quantiles_by_center_and_month(
    measure: Measure, centers: Centers, first: date, last: date, *, share: Fraction
) -> dict[int, dict[date, float]]:
    """In seconds; of whole months, from the one of the first day to the one of the last."""
    found: dict[int, dict[date, float]] = {}
    rows: QuerySet[Any] = CenterMonthSpread.objects.reached_by(share, "center", "day").during(
        [(first.replace(day=1), last)]
    )
    of_centers = rows.filter(measure=measure, center__in=centers).order_by()
    buckets = of_centers.values_list("center", "day", "bucket", "nth", *BIN_COLUMNS)
    for center, month, bucket, nth, *counts in buckets:
        upto = list(accumulate(count or 0 for count in counts))
        place = bucket * IN_A_BUCKET + bisect_left(upto, nth)
        found.setdefault(center, {})[month] = seconds_of(place)
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
    return signed((told.sign, told.bins(among)) for told in sources(measure, question, by))


def slowness_of(
    measure: Measure,
    question: Question,
    by: str,
    share: Fraction,
    rungs: Sequence[int],
    cases: Mapping[Any, int] | None,
) -> dict[Any, int]:
    """Only of what has a quantile; so much is told without reading bins. `rungs`: in order."""
    parts = sources(measure, question, by)
    if cases is None:
        cases = added(parts)
    beyond: dict[Any, list[int]] = {}
    for told in parts:
        for name, counts in told.beyond(rungs):
            so_far = beyond.setdefault(name, [0] * len(rungs))
            for place, count in enumerate(counts):
                so_far[place] += told.sign * count
    none = [0] * len(rungs)
    return {
        name: bisect_left([count - far for far in beyond.get(name, none)], rank(share, count))
        for name, count in cases.items()
        if count
    }


def added(parts: Iterable[Source]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for told in parts:
        for name, count in told.cases():
            found[name] += told.sign * count
    return found
