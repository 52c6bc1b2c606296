"""The processing-time report: one dataclass that page and API read alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from caseflow.applications.states import Clock
from caseflow.centers.models import Agency
from caseflow.indicators.definitions import BY_KEY, Figure, figure, figures_from
from caseflow.indicators.durations import MEDIAN, NINE_TENTHS, Bins, merged, quantile
from caseflow.indicators.models import Tally
from caseflow.indicators.standing import Standing, standing
from caseflow.reports.distribution import Step, steps
from caseflow.reports.published import Printed, printed_beside
from caseflow.reports.selections import Selection
from procedures.models import Procedure

Totals = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Speed:
    """Agency time in seconds; None where nothing ended."""

    median: float | None
    nine_tenths: float | None

    @classmethod
    def of(cls, bins: Bins) -> "Speed":
        return cls(quantile(bins, MEDIAN), quantile(bins, NINE_TENTHS))


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure or a centre in a table of the report."""

    code: str
    name: str
    totals: Totals
    speed: Speed
    on_time: Figure


@dataclass(frozen=True, slots=True)
class Report:
    selection: Selection
    totals: Totals
    figures: list[Figure]
    steps: list[Step]
    speed: Speed
    procedures: list[Line]
    centers: list[Line]
    standing: Standing
    printed: list[Printed]


def report(selection: Selection, *, now: datetime) -> Report:
    totals = selection.tallies.totals(*Tally.COUNTERS)
    bins_by_procedure = agency_bins(selection, "procedure")
    bins = merged(bins_by_procedure.values())
    procedure = selection.procedure.pk if selection.procedure else None
    return Report(
        selection,
        totals,
        figures_from(totals),
        steps(bins),
        Speed.of(bins),
        procedures=lines(selection, "procedure", Procedure.objects.all(), bins_by_procedure),
        centers=lines(selection, "center", Agency.objects.all(), agency_bins(selection, "center")),
        standing=standing(selection.centers, procedure_id=procedure, now=now),
        printed=printed_beside(selection),
    )


def agency_bins(selection: Selection, field: str) -> dict[int, dict[int, int]]:
    return selection.bins.of_clock(Clock.AGENCY).bins_by(field)


def lines(
    selection: Selection,
    field: str,
    named: "QuerySet[Procedure] | QuerySet[Agency]",
    bins: Mapping[int, Bins],
) -> list[Line]:
    """One line per value of the field, in the order of their keys."""
    totals_by = selection.tallies.totals_by(field, *Tally.COUNTERS)
    names = named.filter(pk__in=totals_by.keys()).order_by("pk")
    return [
        Line(
            code,
            name,
            totals_by[pk],
            Speed.of(bins.get(pk, {})),
            figure(BY_KEY["on_time_rate"], totals_by[pk]),
        )
        for pk, code, name in names.values_list("pk", "code", "name")
    ]
