"""The charts of the processing-time report."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from caseflow.centers.models import Agency
from caseflow.drawing.charts import Chart
from caseflow.indicators import reading
from caseflow.reports import distribution, links
from caseflow.reports.lines import Totals, counted
from caseflow.reports.ordering import keys_by_count
from caseflow.reports.processing import Report
from caseflow.reports.spans import duration
from caseflow.reports.times import panels, spending, trends
from caseflow.reports.times.wanted import Wanted


def charts(found: Report, wanted: Wanted) -> dict[str, Chart]:
    named = list(spent(found, wanted))
    of = trends.by_start(wanted.selection, wanted.rhythm, trends.needed(wanted.measure))
    drawn = {
        "volumes": trends.volumes(wanted, of),
        "distribution": spread(found, wanted),
        "by_clock": spending.by_clock(named),
        "by_step": spending.by_step(named),
        "percentiles": trends.percentiles(wanted),
        "means": trends.means(wanted, of),
    }
    centers = [] if wanted.selection.procedure else busiest(found.by_center, wanted)
    if len(centers) > 1:
        drawn["panels"] = panels.by_center(wanted, centers)
    return drawn


def spread(found: Report, wanted: Wanted) -> Chart:
    told = {
        "median": duration(found.speed.median),
        "nine_tenths": duration(found.speed.nine_tenths),
    }
    return distribution.drawn(
        found.steps,
        title=_("Ended files by time: %(measure)s") % {"measure": wanted.measure.label},
        description=_("Half ended within %(median)s, nine of ten within %(nine_tenths)s.") % told,
        href=lambda step: links.files(
            wanted.selection, measure=wanted.measure, at_least=step.at_least, below=step.below
        ),
    )


def spent(found: Report, wanted: Wanted) -> Iterator[tuple[str, Mapping[str, int]]]:
    yield _("now"), found.totals
    if before := wanted.earlier:
        asked = before.place, before.first, before.last
        names = spending.NEEDED
        yield (
            _("before"),
            reading.totals(*asked, procedure=before.procedure_id, names=names),
        )


def busiest(totals_by: Mapping[int, Totals], wanted: Wanted) -> list[panels.Center]:
    ended = {key: totals for key, totals in totals_by.items() if totals["finished"]}
    keys = keys_by_count(ended, "-finished")[: panels.MOST]
    named = {line.pk: line for line in counted(Agency, ended, keys)}
    return [
        panels.Center(pk, named[pk].name, f"?{wanted.selection.query(center=named[pk].code)}")
        for pk in keys
    ]
