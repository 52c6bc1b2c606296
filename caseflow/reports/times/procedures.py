"""How fast procedures were; a page of the slowest reads the times of few of them."""

from collections.abc import Sequence

from caseflow.indicators import reading
from caseflow.indicators.durations import MEDIAN, NINE_TENTHS, quantile_bin
from caseflow.reports.lines import Counted, Line
from caseflow.reports.ordering import BY_COUNT, ordered, ordered_by
from caseflow.reports.processing import Report

#: Orders that begin with what took longest, by the quantile they look at.
SLOWEST = {"-median": MEDIAN, "-nine_tenths": NINE_TENTHS}


def lines(found: Report) -> list[Line]:
    """All of them, in the order of their keys."""
    return timed(found, found.procedures)


def first_lines(found: Report, sort: str, most: int) -> list[Line]:
    return ordered(timed(found, candidates(found, sort, most)), sort)[:most]


def candidates(found: Report, sort: str, most: int) -> Sequence[Counted]:
    """Procedures among which the first ones of this order are."""
    if value := BY_COUNT.get(sort.removeprefix("-")):
        return ordered_by(value, found.procedures, descending=sort.startswith("-"))[:most]
    slow = slower_than_all(found, sort)
    some = [one for one in found.procedures if one.pk in slow]
    return some if len(some) >= most else found.procedures


def slower_than_all(found: Report, sort: str) -> set[int]:
    """Those whose quantile is not before that of all files together."""
    share, selection = SLOWEST.get(sort), found.selection
    reaching = quantile_bin(found.bins, share) if share else None
    if share is None or reaching is None or selection.procedure:
        return set()
    asked = selection.place, selection.first, selection.last
    slow = reading.slow_procedures(found.measure, *asked, share=share, reaching=reaching)
    return slow or set()


def timed(found: Report, some: Sequence[Counted]) -> list[Line]:
    selection = found.selection
    asked = selection.place, selection.first, selection.last
    if procedure := selection.procedure_id:
        return [one.timed({procedure: found.bins}) for one in some]
    among = None if len(some) == len(found.procedures) else [one.pk for one in some]
    bins = reading.bins_by_procedure(found.measure, *asked, among=among)
    return [one.timed(bins) for one in some]
