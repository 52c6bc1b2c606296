"""Where the time goes: whose clock ran, and in which step of the office."""

from collections.abc import Mapping, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from caseflow.drawing.charts import Chart, Row, Share, shares
from caseflow.indicators.measures import CLOCKS, STEPS, Measure
from caseflow.reports.spans import duration

#: Collection lies after the end of handling: no part of the agency's time.
AGENCY_STEPS = STEPS[:4]
NEEDED = (*(f"{measure}_seconds" for measure in (*CLOCKS, *AGENCY_STEPS)), "finished")

#: A name, and the totals of what is called so.
Named = Sequence[tuple[str, Mapping[str, int]]]


def by_clock(named: Named) -> Chart:
    return shares(
        rows(named, CLOCKS),
        title=_("Whose move it was"),
        description=_("Shares of all time from filing to the end, of the files that ended."),
        head=_("Files"),
    )


def by_step(named: Named) -> Chart:
    return shares(
        rows(named, AGENCY_STEPS),
        title=_("Where the agency's time went"),
        description=_("Shares of the agency's time by step, of the files that ended."),
        head=_("Files"),
    )


def rows(named: Named, measures: Sequence[Measure]) -> list[Row]:
    return [
        Row(name, [share(measure, measures, totals) for measure in measures])
        for name, totals in named
        if totals["finished"]
    ]


def share(measure: Measure, measures: Sequence[Measure], totals: Mapping[str, int]) -> Share:
    """Its part of the whole, and what that is for one file on average."""
    seconds = totals[f"{measure}_seconds"]
    whole = sum(totals[f"{other}_seconds"] for other in measures)
    part = number_format(100 * seconds / whole if whole else 0, 0)
    told = {"part": part, "average": duration(seconds / totals["finished"])}
    return Share(str(measure.label), seconds, _("%(part)s %% · %(average)s") % told)
