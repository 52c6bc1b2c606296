"""How fast procedures were; a page of the slowest reads the times of few of them."""

from collections.abc import Sequence
from fractions import Fraction

from caseflow.indicators import reading
from caseflow.indicators.durations import MEDIAN, NINE_TENTHS, quantile_bins
from caseflow.reports.lines import Counted, Line
from caseflow.reports.ordering import BY_COUNT, ordered, ordered_by
from caseflow.reports.processing import Report

#: Orders that begin with what took longest, by the quantile they look at.
SLOWEST = {"-median": MEDIAN, "-nine_tenths": NINE_TENTHS}
#: How far procedures are told apart before their bins are read, between `share` and all cases of
#: the whole: where all are as fast, and where a few are slower by far.
RUNGS = Fraction(0), Fraction(1, 2), Fraction(9, 10)


def lines(found: Report) -> list[Line]:
    """All of them, in the order of their keys."""
    return timed(found, found.procedures)


def first_lines(found: Report, sort: str, most: int) -> list[Line]:
    return ordered(timed(found, candidates(found, sort, most)), sort)[:most]


def candidates(found: Report, sort: str, most: int) -> Sequence[Counted]:
    """Procedures among which the first ones of this order are."""
    if value := BY_COUNT.get(sort.removeprefix("-")):
        return ordered_by(value, found.procedures, descending=sort.startswith("-"))[:most]
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


def timed(found: Report, some: Sequence[Counted]) -> list[Line]:
    selection = found.selection
    asked = selection.place, selection.first, selection.last
    if procedure := selection.procedure_id:
        return [one.timed({procedure: found.bins}) for one in some]
    among = None if len(some) == len(found.procedures) else [one.pk for one in some]
    bins = reading.bins_by_procedure(found.measure, *asked, among=among)
    return [one.timed(bins) for one in some]
