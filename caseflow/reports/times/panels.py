"""Small multiples: the same line for each centre, on common scales."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from caseflow.drawing.charts import Chart, Panel, Series, multiples
from caseflow.indicators import reading
from caseflow.indicators.durations import MEDIAN
from caseflow.reports.spans import duration
from caseflow.reports.times.trends import Values, divided, scale, since_first, year_to
from caseflow.reports.times.wanted import Rhythm, Wanted, starts

#: As many as are read at a glance, and cost little at any size of the province.
MOST = 9


@dataclass(frozen=True, slots=True)
class Center:
    pk: int
    name: str
    href: str


def by_center(wanted: Wanted, centers: Sequence[Center]) -> Chart:
    """P50 by month of these centres over the twelve months to the end of the period."""
    year = year_to(wanted.selection)
    found = reading.quantiles_by_center_and_month(
        wanted.measure, [center.pk for center in centers], year.first, year.last, share=MEDIAN
    )
    counted = {month for of in found.values() for month in of}
    months = since_first(starts(year, Rhythm.MONTH), counted)
    values: dict[Center, Values] = {
        center: [(month, found.get(center.pk, {}).get(month)) for month in months]
        for center in centers
    }
    size, unit = scale(value for of in values.values() for _month, value in of)
    return multiples(
        [
            Panel(
                center.name,
                Series("P50", divided(of, size)),
                _("last month: %(time)s") % {"time": duration(of[-1][1])},
                center.href,
            )
            for center, of in values.items()
        ],
        title=_("P50 by centre: %(measure)s, over twelve months")
        % {"measure": wanted.measure.label},
        description=_("The %(number)d centres with the most ended files, on one scale.")
        % {"number": len(centers)},
        head=(_("Centre"), _("P50 of the last month")),
        unit=unit,
    )
