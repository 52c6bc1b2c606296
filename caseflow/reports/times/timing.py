"""How fast procedures and centres were; a page reads the times of the few that it shows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Self

from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.durations import Bins, quantile_bins
from caseflow.indicators.querysets import Centers
from caseflow.reports.lines import Counted, Line, Totals, counted
from caseflow.reports.ordering import BY_COUNT, SHARES, by_name, keys_by_count, ordered
from caseflow.reports.processing import Report
from procedures.models import Procedure

#: Parts of the way from a quantile of the whole to its end, at which lines are told apart before
#: their bins are read: the shares of files that tell apart lines which are all as fast, and those
#: that tell the few which are slower, or faster, by far.
RUNGS = tuple(Fraction(part, 10) for part in (0, 1, 2, 5, 9))
#: How many rungs each key reaches, of a `share` and of `rungs`.
Slowness = Callable[..., Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Timed(Report):
    procedures: list[Line]
    centers: list[Line]

    @classmethod
    def of(cls, found: Report) -> Self:
        told = {field.name: getattr(found, field.name) for field in fields(found)}
        return cls(**told, procedures=procedures(found), centers=centers(found))


def procedures(found: Report) -> list[Line]:
    """All of them, in the order of their keys."""
    some = counted(Procedure, found.by_procedure)
    return with_times(some, procedure_bins(found, some))


def centers(found: Report) -> list[Line]:
    some = counted(Agency, found.by_center)
    return with_times(some, center_bins(found, some))


def first_procedures(found: Report, sort: str, most: int) -> list[Line]:
    all_of_them = found.by_procedure
    some = first(Procedure, all_of_them, sort, most)
    if some is None:
        slowness = partial(reading.slowness_of_procedures, found.measure, *asked(found))
        among = nearest(all_of_them, found.bins, slowness, sort, most)
        some = counted(Procedure, all_of_them, among)
    return ordered(with_times(some, procedure_bins(found, some)), sort)[:most]


def first_centers(found: Report, sort: str, most: int) -> list[Line]:
    all_of_them, procedure = found.by_center, found.selection.procedure_id
    some = first(Agency, all_of_them, sort, most)
    if some is None:
        slowness = partial(
            reading.slowness_of_centers, found.measure, *asked(found), procedure=procedure
        )
        among = nearest(all_of_them, found.bins, slowness, sort, most)
        some = counted(Agency, all_of_them, among)
    return ordered(with_times(some, center_bins(found, some)), sort)[:most]


def first(
    model: type[Procedure | Agency], totals_by: Mapping[int, Totals], sort: str, most: int
) -> list[Counted] | None:
    """Those with which the order begins; None where that depends on how fast they were."""
    order = sort.removeprefix("-")
    if len(totals_by) <= most:
        return counted(model, totals_by)
    if order == "name":
        return by_name(counted(model, totals_by), sort)[:most]
    if order in BY_COUNT:
        return counted(model, totals_by, keys_by_count(totals_by, sort)[:most])
    return None


def nearest(
    keys: Iterable[int], bins: Bins, slowness: Slowness, sort: str, most: int
) -> list[int] | None:
    """Those among which the first ones of this order are; None is all. `bins`: of the whole."""
    share, slowest_first = SHARES[sort.removeprefix("-")], sort.startswith("-")
    if slowest_first:
        shares = [share + (1 - share) * part for part in RUNGS]
    else:
        near, far = (share - (1 - share) * part for part in RUNGS), RUNGS[-2:]
        shares = sorted({*near, *(share * (1 - part) for part in far)})
    rungs = [place for place in quantile_bins(bins, shares) if place is not None]
    if not rungs:
        return None
    reached = slowness(share=share, rungs=rungs)
    known = [key for key in keys if key in reached]
    for rung in range(len(shares)):
        if slowest_first:
            some = [key for key in known if reached[key] >= len(shares) - rung]
        else:
            some = [key for key in known if reached[key] <= rung]
        if len(some) >= most:
            return some
    return None


def procedure_bins(found: Report, some: Sequence[Counted]) -> Mapping[int, Bins]:
    if procedure := found.selection.procedure_id:
        return {procedure: found.bins}
    among = keys(some, found.by_procedure)
    return reading.bins_by_procedure(found.measure, *asked(found), among=among)


def center_bins(found: Report, some: Sequence[Counted]) -> Mapping[int, Bins]:
    among, procedure = keys(some, found.by_center), found.selection.procedure_id
    return reading.bins_by_center(found.measure, *asked(found), procedure=procedure, among=among)


def asked(found: Report) -> tuple[Centers | None, date, date]:
    selection = found.selection
    return selection.place, selection.first, selection.last


def keys(some: Sequence[Counted], all_of_them: Mapping[int, Totals]) -> list[int] | None:
    return None if len(some) == len(all_of_them) else [one.pk for one in some]


def with_times(some: Sequence[Counted], bins: Mapping[int, Bins]) -> list[Line]:
    return [one.timed(bins) for one in some]
