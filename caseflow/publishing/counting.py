"""What was counted in a period, line by line, before anything is withheld."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.durations import Bins, merged
from caseflow.indicators.measures import Measure
from caseflow.publishing.ladders import (
    COUNTERS,
    RATING_COUNTERS,
    Counts,
    ratings_with_remainders,
    with_remainders,
)
from caseflow.publishing.periods import Period
from caseflow.publishing.states import TABLE_OF, Table
from procedures.models import Procedure

EVERYWHERE = None


@dataclass(frozen=True, slots=True)
class Named:
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Line:
    named: Named
    counts: Counts
    #: Of the agency's time.
    bins: Bins


@dataclass(frozen=True, slots=True)
class Counted:
    total: Line
    lines: list[Line]
    #: Of the whole.
    ratings: Counts


def counted(period: Period) -> Counted:
    """The whole province's period; the lines add up to the total."""
    days = (EVERYWHERE, period.first, period.last)
    if TABLE_OF[period.kind] == Table.PLACE:
        totals = reading.totals_by_center(*days, names=COUNTERS)
        lines = gathered(places(), totals, reading.bins_by_center(Measure.AGENCY, *days))
    else:
        totals = reading.totals_by_procedure(*days, names=COUNTERS)
        lines = gathered(procedures(), totals, reading.bins_by_procedure(Measure.AGENCY, *days))
    total = whole(Named("", "", ""), [(line.counts, line.bins) for line in lines])
    return Counted(total, lines, ratings(period))


def total_counts(period: Period) -> dict[str, int]:
    totals = reading.totals(EVERYWHERE, period.first, period.last, names=COUNTERS)
    return with_remainders(totals)


def ratings(period: Period) -> dict[str, int]:
    totals = reading.totals(EVERYWHERE, period.first, period.last, names=RATING_COUNTERS)
    return ratings_with_remainders(totals)


def gathered(
    named: Mapping[int, Named], totals: Mapping[int, Counts], bins: Mapping[int, Bins]
) -> list[Line]:
    """Several centres of one commune are one line."""
    parts: dict[Named, list[tuple[Counts, Bins]]] = {}
    for key, counts in totals.items():
        parts.setdefault(named[key], []).append((counts, bins.get(key, {})))
    lines = [whole(name, found) for name, found in parts.items()]
    return sorted(lines, key=lambda line: line.named.code)


def whole(named: Named, parts: Iterable[tuple[Counts, Bins]]) -> Line:
    found = list(parts)
    sums = {name: sum(counts[name] for counts, _bins in found) for name in COUNTERS}
    return Line(named, with_remainders(sums), merged(bins for _counts, bins in found))


def places() -> dict[int, Named]:
    """By centre: the commune or province it belongs to."""
    rows = Agency.objects.values_list("pk", "unit__code", "unit__name", "unit__name_en")
    return {pk: Named(*unit) for pk, *unit in rows}


def procedures() -> dict[int, Named]:
    rows = Procedure.objects.values_list("pk", "code", "name", "name_en")
    return {pk: Named(*procedure) for pk, *procedure in rows}
