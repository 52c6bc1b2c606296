"""Files that lack what they should have, or whose dates and declarations contradict each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.definitions import percent
from caseflow.indicators.reading import Totals
from caseflow.reports import filing_quality
from caseflow.reports.links import files as files_address
from caseflow.reports.selections import Selection
from caseflow.reports.tables import Cell, Column, Kind, Lines, Table


@dataclass(frozen=True, slots=True)
class Check:
    """A counter of files with a fault, and the one of the files that could have it."""

    title: Promise
    counter: str
    among: str


CHECKS = (
    Check(gettext_lazy("Received without a due date"), "lacks_due_date", "received"),
    Check(gettext_lazy("Ended without a fee status"), "lacks_fee_status", "finished"),
    Check(gettext_lazy("Ended without a result file"), "lacks_result_file", "finished"),
    Check(
        gettext_lazy("Asked for a paper that was in the document store"),
        "asked_although_stored",
        "finished",
    ),
    Check(gettext_lazy("Imported: ended before it was filed"), "odd_end", "filed_imported"),
    Check(gettext_lazy("Imported: due before it was filed"), "odd_due_date", "filed_imported"),
    Check(gettext_lazy("Imported: unknown way of filing"), "odd_channel", "filed_imported"),
)
NAMES = tuple({name for check in CHECKS for name in (check.counter, check.among)})


def tables(selection: Selection, *, now: datetime) -> list[Table]:
    period = selection.place, selection.first, selection.last
    totals = reading.totals(*period, procedure=selection.procedure_id, names=NAMES)
    centers = reading.totals_by_center(*period, procedure=selection.procedure_id, names=NAMES)
    too_long = filing_quality.is_too_long(selection)
    contradictions = {} if too_long else filing_quality.counts(selection)
    return [
        checks(selection, totals),
        filing_quality.by_kind(selection, contradictions),
        by_center(selection, centers),
    ]


def checks(selection: Selection, totals: Totals) -> Table:
    rows = [
        (
            Cell(check.title),
            Cell(totals[check.counter], files_address(selection, counter=check.counter)),
            Cell(totals[check.among], files_address(selection, counter=check.among)),
            Cell(percent(totals[check.counter], totals[check.among])),
        )
        for check in CHECKS
    ]
    return Table(
        "checks",
        _("What files lack, and what older systems told oddly"),
        [
            Column(_("What was found")),
            Column(_("Files"), Kind.COUNT),
            Column(_("Among"), Kind.COUNT),
            Column(_("Share"), Kind.RATE),
        ],
        rows,
        note=_(
            "Receptions count by the day of reception, ends by the day of the end, imported files"
            " by the day of filing. A procedure without a time limit has no due date by right."
        ),
    )


def by_center(selection: Selection, found: Mapping[int, Totals]) -> Table:
    """Only centres with any finding, the most first."""
    some = {pk: totals for pk, totals in found.items() if findings(totals)}
    named = Agency.objects.filter(pk__in=some).values_list("pk", "code", "name")
    ordered = sorted(named, key=lambda row: (-findings(some[row[0]]), row[1]))
    rows = Lines(ordered, lambda row: line(selection, row[1], row[2], some[row[0]]))
    columns = [Column(_("Centre")), *(Column(check.title, Kind.COUNT) for check in CHECKS)]
    return Table("centers", _("Findings by centre"), columns, rows, empty=_("Nothing was found."))


def line(selection: Selection, code: str, name: str, totals: Totals) -> tuple[Cell, ...]:
    addresses = (files_address(selection, counter=each.counter, center=code) for each in CHECKS)
    found = (totals[check.counter] for check in CHECKS)
    return (Cell(name), *map(Cell, found, addresses))


def findings(totals: Totals) -> int:
    return sum(totals[check.counter] for check in CHECKS)
