"""The processing-time report: one dataclass that page and API read alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from caseflow.indicators import reading
from caseflow.indicators.definitions import TOLD_BY_PROCEDURE
from caseflow.indicators.durations import Bins
from caseflow.indicators.measures import Measure
from caseflow.indicators.standing import Standing, standing
from caseflow.reports.distribution import Step, steps
from caseflow.reports.lines import Totals
from caseflow.reports.selections import Selection
from caseflow.reports.times.speeds import Speed

#: What is told of each procedure and centre.
SHOWN = (
    *("filed", "filed_online", "filed_counter", "filed_post", "filed_email", "filed_other"),
    *("online_self", "online_assisted", "online_staff", "online_unknown", "received"),
    *("finished", "finished_early", "finished_on_time", "finished_late"),
    *("finished_without_due", "finished_by_due", "finished_document", "finished_electronic"),
    *TOLD_BY_PROCEDURE,
)


@dataclass(frozen=True, slots=True)
class Report:
    selection: Selection
    measure: Measure
    totals: Totals
    bins: Bins
    steps: list[Step]
    speed: Speed
    #: By key. What they are called, and how fast each was, is asked of `times.timing`: there may
    #: be thousands.
    by_procedure: Mapping[int, Totals]
    by_center: Mapping[int, Totals]
    standing: Standing


def report(
    selection: Selection,
    *,
    now: datetime,
    measure: Measure = Measure.AGENCY,
    names: Collection[str] = SHOWN,
) -> Report:
    """The speeds and steps are of this measure, the totals of lines of these names."""
    place = reading.settled(selection.place)
    asked = place, selection.first, selection.last
    procedure = selection.procedure_id
    bins = reading.bins(measure, *asked, procedure=procedure)
    return Report(
        selection,
        measure,
        reading.totals(*asked, procedure=procedure),
        bins,
        steps(bins),
        Speed.of(bins),
        by_procedure=reading.totals_by_procedure(*asked, procedure=procedure, names=names),
        by_center=reading.totals_by_center(*asked, procedure=procedure, names=names),
        standing=standing(place, procedure_id=procedure, now=now),
    )
