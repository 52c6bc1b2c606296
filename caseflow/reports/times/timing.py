"""How fast procedures and centres were; a page reads the times of the few that it shows."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from caseflow.indicators import reading
from caseflow.indicators.durations import MEDIAN, NINE_TENTHS, Bins, quantile_bins
from caseflow.reports.lines import Counted, Line
from caseflow.reports.ordering import BY_COUNT, ordered, ordered_by
from caseflow.reports.processing import Report

#: Orders that begin with what took longest, by the quantile they look at.
SLOWEST = {"-median": MEDIAN, "-nine_tenths": NINE_TENTHS}
#: How far procedures are told apart before their bins are read, between `share` and all cases of
#: the whole: where all are as fast, and where a few are slower by far.
RUNGS = Fraction(0), Fraction(1, 2), Fraction(9, 10)


def procedures(found: Report) -> list[Line]:
    """All of them, in the order of their keys."""
    return with_times(found.procedures, procedure_bins(found, found.procedures))


def centers(found: Report) -> list[Line]:
    return with_times(found.centers, center_bins(found, found.centers))


def first_procedures(found: Report, sort: str, most: int) -> list[Line]:
    some = first_by_count(found.procedures, sort, most) or slowest(found, sort, most)
    return ordered(with_times(some, procedure_bins(found, some)), sort)[:most]


def first_centers(found: Report, sort: str, most: int) -> list[Line]:
    some = first_by_count(found.centers, sort, most) or found.centers
    return ordered(with_times(some, center_bins(found, some)), sort)[:most]


def first_by_count(all_of_them: Sequence[Counted], sort: str, most: int) -> Sequence[Counted]:
    """Nothing where the order asks how fast they were."""
    value = BY_COUNT.get(sort.removeprefix("-"))
    if value is None:
        return []
    return ordered_by(value, all_of_them, descending=sort.startswith("-"))[:most]


def slowest(found: Report, sort: str, most: int) -> Sequence[Counted]:
    """Procedures among which the first ones of this order are."""
    reached = slowness(found, sort)
    for least in range(len(RUNGS), 0, -1):
        some = [one for one in found.procedures if reached.get(one.pk, 0) >= least]
        if len(some) >= most:
            return some
    return found.procedures


def slowness(found: Report, sort: str) -> dict[int, int]:
    """How many rungs each procedure reaches; nothing where these tell nothing of the order."""
    share, selection = SLOWEST.get(sort), found.selection
    if share is None or selection.procedure or not found.bins:
        return {}
    shares = [share + (1 - share) * part for part in RUNGS]
    rungs = [place for place in quantile_bins(found.bins, shares) if place is not None]
    asked = selection.place, selection.first, selection.last
    return reading.slowness_of_procedures(found.measure, *asked, share=share, rungs=rungs)


def procedure_bins(found: Report, some: Sequence[Counted]) -> Mapping[int, Bins]:
    selection = found.selection
    if procedure := selection.procedure_id:
        return {procedure: found.bins}
    asked = selection.place, selection.first, selection.last
    among = keys(some, found.procedures)
    return reading.bins_by_procedure(found.measure, *asked, among=among)


def center_bins(found: Report, some: Sequence[Counted]) -> Mapping[int, Bins]:
    selection = found.selection
    asked = selection.place, selection.first, selection.last
    among, procedure = keys(some, found.centers), selection.procedure_id
    return reading.bins_by_center(found.measure, *asked, procedure=procedure, among=among)


def keys(some: Sequence[Counted], all_of_them: Sequence[Counted]) -> list[int] | None:
    return None if len(some) == len(all_of_them) else [one.pk for one in some]


def with_times(some: Sequence[Counted], bins: Mapping[int, Bins]) -> list[Line]:
    return [one.timed(bins) for one in some]
