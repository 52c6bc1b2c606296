"""How fast procedures and centres were; a page reads the times of the few that it shows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, Self

from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.definitions import DEFINITIONS, Figure, besides_counters, figures_from
from caseflow.indicators.durations import BOUNDS, Bins, quantile_bins
from caseflow.indicators.measures import Measure
from caseflow.indicators.querysets import Centers
from caseflow.reports.lines import Counted, Line, Totals, counted
from caseflow.reports.ordering import BY_COUNT, SHARES, by_name, keys_by_count, ordered
from caseflow.reports.processing import Report
from procedures.models import Procedure

#: Where lines are told apart before their bins are read: at parts of the way from the quantile of
#: the whole to the end with which the order begins, for few that are slower or faster by far, and
#: at each of so many bins next to it, for lines that are all as fast.
PARTS = tuple(Fraction(part, 10) for part in (0, 1, 2, 5, 9))
NEXT = 5
#: How many rungs each key reaches, of a `share` and of `rungs`.
Slowness = Callable[..., Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Timed(Report):
    """With all lines, and every total that a definition names, for programs."""

    figures: list[Figure]
    procedures: list[Line]
    centers: list[Line]

    @classmethod
    def of(cls, found: Report) -> Self:
        others = besides_counters(
            *asked(found),
            procedure=found.selection.procedure_id,
            by_procedure=found.by_procedure,
        )
        told: dict[str, Any] = {field.name: getattr(found, field.name) for field in fields(found)}
        told["totals"] = {**found.totals, **others}
        return cls(
            **told,
            figures=figures_from(told["totals"], DEFINITIONS),
            procedures=procedures(found),
            centers=centers(found),
        )


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
        slowness = partial(
            reading.slowness_of_procedures,
            found.measure,
            *asked(found),
            cases=cases(found, all_of_them),
        )
        among = nearest(all_of_them, found.bins, slowness, sort, most)
        some = counted(Procedure, all_of_them, among)
    return ordered(with_times(some, procedure_bins(found, some)), sort)[:most]


def first_centers(found: Report, sort: str, most: int) -> list[Line]:
    all_of_them, procedure = found.by_center, found.selection.procedure_id
    some = first(Agency, all_of_them, sort, most)
    if some is None:
        slowness = partial(
            reading.slowness_of_centers,
            found.measure,
            *asked(found),
            procedure=procedure,
            cases=cases(found, all_of_them),
        )
        among = nearest(all_of_them, found.bins, slowness, sort, most)
        some = counted(Agency, all_of_them, among)
    return ordered(with_times(some, center_bins(found, some)), sort)[:most]


def cases(found: Report, totals_by: Mapping[int, Totals]) -> dict[int, int] | None:
    """Whatever ended has a time of the agency, not of every other measure."""
    if found.measure != Measure.AGENCY:
        return None
    return {key: totals["finished"] for key, totals in totals_by.items()}


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
    told_apart = rungs(bins, share, slowest_first=slowest_first)
    reached = slowness(share=share, rungs=told_apart) if told_apart else {}
    known = ((reached[key], key) for key in keys if key in reached)
    ranked = sorted(known, reverse=slowest_first)
    if len(ranked) < most:
        return None
    last, _key = ranked[most - 1]
    if 0 < last < len(told_apart) and told_apart[last] == told_apart[last - 1] + 1:
        # Between neighbouring bins all are as fast, so their keys tell their order.
        del ranked[most:]
    return [key for rung, key in ranked if (rung >= last if slowest_first else rung <= last)]


def rungs(bins: Bins, share: Fraction, *, slowest_first: bool) -> list[int]:
    """In order; none where there are no cases."""
    way = 1 - share if slowest_first else -share
    places = quantile_bins(bins, [share + way * part for part in PARTS])
    found = {place for place in places if place is not None}
    if found:
        # With the bin after the quantile's own, without which that one has no end.
        near = min(found) if slowest_first else max(found) - NEXT + 2
        found.update(place for place in range(near, near + NEXT) if 0 <= place < len(BOUNDS))
    return sorted(found)


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
