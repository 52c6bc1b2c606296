"""The processing-time report: one dataclass that page and API read alike."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.definitions import DEFINITIONS, Figure, everything, figures_from
from caseflow.indicators.durations import Bins, merged
from caseflow.indicators.measures import Measure
from caseflow.indicators.standing import Standing, standing
from caseflow.reports.distribution import Step, steps
from caseflow.reports.lines import Counted, Line, Totals, counted
from caseflow.reports.selections import Selection
from caseflow.reports.times.speeds import Speed
from caseflow.scorecards.published import Printed, printed_beside
from procedures.models import Procedure

#: What is told of each procedure and centre.
SHOWN = (
    *("filed", "filed_online", "filed_counter", "filed_post", "filed_email", "filed_other"),
    *("online_self", "online_assisted", "online_staff", "online_unknown", "received"),
    *("finished", "finished_early", "finished_on_time", "finished_late"),
    *("finished_without_due", "finished_by_due", "finished_document", "finished_electronic"),
)


@dataclass(frozen=True, slots=True)
class Report:
    selection: Selection
    measure: Measure
    totals: Totals
    figures: list[Figure]
    bins: Bins
    steps: list[Step]
    speed: Speed
    #: How fast each of them was is asked of `times.procedures`: there may be thousands.
    procedures: Sequence[Counted]
    centers: list[Line]
    standing: Standing
    printed: list[Printed]


def report(
    selection: Selection,
    *,
    now: datetime,
    measure: Measure = Measure.AGENCY,
    names: Collection[str] = SHOWN,
) -> Report:
    """The speeds and steps are of this measure, the totals of lines of these names."""
    asked = selection.place, selection.first, selection.last
    procedure = selection.procedure_id
    totals = everything(*asked, procedure=procedure)
    by_center = reading.bins_by_center(measure, *asked, procedure=procedure)
    bins = merged(by_center.values())
    centers = reading.totals_by_center(*asked, procedure=procedure, names=names)
    return Report(
        selection,
        measure,
        totals,
        figures_from(totals, DEFINITIONS),
        bins,
        steps(bins),
        Speed.of(bins),
        procedures=counted(totals_by_procedure(selection, names), Procedure.objects.all()),
        centers=[line.timed(by_center) for line in counted(centers, Agency.objects.all())],
        standing=standing(selection.place, procedure_id=procedure, now=now),
        printed=printed_beside(selection.places, selection.first, selection.last),
    )


def totals_by_procedure(selection: Selection, names: Collection[str]) -> dict[int, reading.Totals]:
    asked = selection.place, selection.first, selection.last
    if procedure := selection.procedure_id:
        totals = reading.totals(*asked, procedure=procedure, names=names)
        return {procedure: totals} if any(totals.values()) else {}
    return reading.totals_by_procedure(*asked, names=names)
