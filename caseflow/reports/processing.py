"""The processing-time report: one dataclass that page and API read alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.definitions import (
    BY_KEY,
    DEFINITIONS,
    Figure,
    everything,
    figure,
    figures_from,
)
from caseflow.indicators.durations import Bins, merged
from caseflow.indicators.measures import Measure
from caseflow.indicators.standing import Standing, standing
from caseflow.reports.distribution import Step, steps
from caseflow.reports.selections import Selection
from caseflow.reports.times.speeds import Speed
from caseflow.scorecards.published import Printed, printed_beside
from procedures.models import Procedure

Totals = Mapping[str, int]
#: What a line of a table needs.
SHOWN = (
    *("filed", "filed_online", "filed_counter", "filed_post", "filed_email", "filed_other"),
    *("online_self", "online_assisted", "online_staff", "online_unknown", "received"),
    *("finished", "finished_early", "finished_on_time", "finished_late"),
    *("finished_without_due", "finished_by_due", "finished_document", "finished_electronic"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure, a centre or an officer in a table of the report."""

    pk: int
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


def report(selection: Selection, *, now: datetime, measure: Measure = Measure.AGENCY) -> Report:
    """The speeds and steps are of this measure; all else is of the files."""
    asked = selection.place, selection.first, selection.last
    procedure = selection.procedure_id
    totals = everything(*asked, procedure=procedure)
    by_center = reading.bins_by_center(measure, *asked, procedure=procedure)
    bins = merged(by_center.values())
    centers = reading.totals_by_center(*asked, procedure=procedure, names=SHOWN)
    by_procedure = {procedure: bins} if procedure else reading.bins_by_procedure(measure, *asked)
    return Report(
        selection,
        totals,
        figures_from(totals, DEFINITIONS),
        steps(bins),
        Speed.of(bins),
        procedures=lines(totals_by_procedure(selection), Procedure.objects.all(), by_procedure),
        centers=lines(centers, Agency.objects.all(), by_center),
        standing=standing(selection.centers, procedure_id=procedure, now=now),
        printed=printed_beside(selection.places, selection.first, selection.last),
    )


def totals_by_procedure(selection: Selection) -> dict[int, reading.Totals]:
    asked = selection.place, selection.first, selection.last
    if procedure := selection.procedure_id:
        totals = reading.totals(*asked, procedure=procedure, names=SHOWN)
        return {procedure: totals} if any(totals.values()) else {}
    return reading.totals_by_procedure(*asked, names=SHOWN)


def lines(
    totals_by: Mapping[int, Totals],
    named: "QuerySet[Procedure] | QuerySet[Agency]",
    bins: Mapping[int, Bins],
) -> list[Line]:
    """One line per procedure or centre, in the order of their keys."""
    names = named.filter(pk__in=totals_by.keys()).order_by("pk")
    return [
        Line(
            pk,
            code,
            name,
            totals_by[pk],
            Speed.of(bins.get(pk, {})),
            figure(BY_KEY["on_time_rate"], totals_by[pk]),
        )
        for pk, code, name in names.values_list("pk", "code", "name")
    ]
