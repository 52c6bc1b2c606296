"""How fast procedures and centres were; a page reads the times of the few that it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Self

from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.durations import MEDIAN, NINE_TENTHS, Bins, quantile_bins
from caseflow.reports.lines import Counted, Line, Totals, counted
from caseflow.reports.ordering import BY_COUNT, by_name, keys_by_count, ordered
from caseflow.reports.processing import Report
from procedures.models import Procedure

#: Orders that begin with what took longest, by the quantile they look at.
SLOWEST = {"-median": MEDIAN, "-nine_tenths": NINE_TENTHS}
#: How far procedures are told apart before their bins are read, between `share` and all cases of
#: the whole: where all are as fast, and where a few are slower by far.
RUNGS = Fraction(0), Fraction(1, 2), Fraction(9, 10)


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
    some = first(Procedure, found.by_procedure, sort, most)
    if some is None:
        some = counted(Procedure, found.by_procedure, slowest(found, sort, most))
    return ordered(with_times(some, procedure_bins(found, some)), sort)[:most]


def first_centers(found: Report, sort: str, most: int) -> list[Line]:
    some = first(Agency, found.by_center, sort, most)
    if some is None:
        some = counted(Agency, found.by_center)
    return ordered(with_times(some, center_bins(found, some)), sort)[:most]


def first(
    model: type[Procedure | Agency], totals_by: Mapping[int, Totals], sort: str, most: int
) -> list[Counted] | None:
    """Those with which the order begins; None where it asks how fast they were."""
    order = sort.removeprefix("-")
    if order == "name":
        return by_name(counted(model, totals_by), sort)[:most]
    if order in BY_COUNT:
        return counted(model, totals_by, keys_by_count(totals_by, sort)[:most])
    return None


def slowest(found: Report, sort: str, most: int) -> list[int] | None:
    """Procedures among which the first ones of this order are; None is all."""
    reached = slowness(found, sort)
    for least in range(len(RUNGS), 0, -1):
        some = [procedure for procedure in found.by_procedure if reached.get(procedure, 0) >= least]
        if len(some) >= most:
            return some
    return None


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
    among = keys(some, found.by_procedure)
    return reading.bins_by_procedure(found.measure, *asked, among=among)


def center_bins(found: Report, some: Sequence[Counted]) -> Mapping[int, Bins]:
    selection = found.selection
    asked = selection.place, selection.first, selection.last
    among, procedure = keys(some, found.by_center), selection.procedure_id
    return reading.bins_by_center(found.measure, *asked, procedure=procedure, among=among)


def keys(some: Sequence[Counted], all_of_them: Mapping[int, Totals]) -> list[int] | None:
    return None if len(some) == len(all_of_them) else [one.pk for one in some]


def with_times(some: Sequence[Counted], bins: Mapping[int, Bins]) -> list[Line]:
    return [one.timed(bins) for one in some]
