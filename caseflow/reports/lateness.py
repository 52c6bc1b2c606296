"""Who or what had the files that ended late when they became due.

Files of older systems end late without telling who had them; they stand in a row of their own.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.days import office_day
from caseflow.indicators.definitions import percent
from caseflow.indicators.measures import HOLDERS
from caseflow.indicators.reading import Totals
from caseflow.reports.links import files as files_address
from caseflow.reports.open_files import ROWS, UNKNOWN, holder_name
from caseflow.reports.selections import Selection
from caseflow.reports.tables import Cell, Column, Kind, Lines, Table
from procedures.models import Procedure

CAUSES: dict[str, str] = {holder: f"late_at_{holder}" for holder in HOLDERS}
TOLD = tuple(CAUSES.values())
#: What ended without having been late.
NOT_LATE = ("finished_by_due", "finished_without_due")
NAMES = ("finished", *NOT_LATE, *TOLD)


def tables(selection: Selection, *, now: datetime) -> list[Table]:
    period = selection.place, selection.first, selection.last
    totals = reading.totals(*period, procedure=selection.procedure_id, names=NAMES)
    centers = reading.totals_by_center(*period, procedure=selection.procedure_id, names=NAMES)
    found = [causes(selection, totals, now), by_center(selection, centers)]
    if selection.procedure:
        return found
    return [*found, by_procedure(selection, reading.totals_by_procedure(*period, names=NAMES))]


def late(totals: Totals) -> int:
    """After the instant at which they were due, as the on-time rate has it."""
    return totals["finished"] - sum(totals[counter] for counter in NOT_LATE)


def late_with(totals: Totals, holder: str) -> int:
    """Empty is what nobody told."""
    if holder:
        return totals[CAUSES[holder]]
    return late(totals) - sum(totals[counter] for counter in TOLD)


def late_files(selection: Selection, holder: str | None = None, **place: str) -> str:
    """The address of those late, or of those late with a holder."""
    if holder:
        return files_address(selection, counter=CAUSES[holder], **place)
    without = NOT_LATE if holder is None else (*NOT_LATE, *TOLD)
    return files_address(selection, counter="finished", without=",".join(without), **place)


def causes(selection: Selection, totals: Totals, now: datetime) -> Table:
    """Of what ended in the period, and of what is overdue now."""
    waiting = reading.overdue_by_cause(
        selection.place, office_day(now), procedure=selection.procedure_id
    )
    rows = [
        (
            Cell(holder_name(holder)),
            Cell(ended, late_files(selection, holder)),
            Cell(percent(ended, late(totals))),
            Cell(here, files_address(selection, open="overdue", cause=holder or UNKNOWN)),
        )
        for holder in ROWS
        for ended, here in [(late_with(totals, holder), waiting.get(holder, 0))]
        if holder or ended or here
    ]
    return Table(
        "causes",
        _("Who had the file when it became due"),
        [
            Column(_("Held by")),
            Column(_("Ended late"), Kind.COUNT),
            Column(_("Share of the late"), Kind.RATE),
            Column(_("Open and overdue now"), Kind.COUNT),
        ],
        rows,
        note=_(
            "Ended late: after the instant it was due, by the day of the end. Overdue now: due"
            " before today. Reception, hand-over, review and signature are steps of the office."
        ),
        total=(
            Cell(_("All")),
            Cell(late(totals), late_files(selection)),
            Cell(percent(late(totals), late(totals))),
            Cell(sum(waiting.values()), files_address(selection, open="overdue")),
        ),
    )


def by_center(selection: Selection, found: Mapping[int, Totals]) -> Table:
    named = Agency.objects.filter(pk__in=found).values_list("pk", "code", "name")
    ordered = sorted(named, key=lambda row: (-late(found[row[0]]), row[1]))
    rows = Lines(ordered, lambda row: line(selection, row[2], found[row[0]], center=row[1]))
    return Table("centers", _("Centres"), columns(_("Centre")), rows, empty=nothing())


def by_procedure(selection: Selection, found: Mapping[int, Totals]) -> Table:
    """Only those with any."""
    some = {pk: totals for pk, totals in found.items() if late(totals)}
    # Nearly all have some; naming them in the question takes longer than reading the others.
    named = Procedure.objects.values_list("pk", "code", "name")
    ordered = sorted(
        (row for row in named if row[0] in some), key=lambda row: (-late(some[row[0]]), row[1])
    )
    rows = Lines(
        ordered, lambda row: line(selection, f"{row[1]} {row[2]}", some[row[0]], procedure=row[1])
    )
    title = _("Procedures with late files")
    return Table("procedures", title, columns(_("Procedure")), rows, empty=nothing())


def columns(name: str) -> list[Column]:
    return [
        Column(name),
        Column(_("Ended"), Kind.COUNT),
        Column(_("Ended late"), Kind.COUNT),
        Column(_("Share of the ended"), Kind.RATE),
        Column(_("Most often held by")),
    ]


def nothing() -> str:
    return _("Nothing ended late in this period.")


def line(selection: Selection, name: str, totals: Totals, **place: str) -> tuple[Cell, ...]:
    worst = max(ROWS, key=lambda holder: late_with(totals, holder))
    return (
        Cell(name),
        Cell(totals["finished"], files_address(selection, counter="finished", **place)),
        Cell(late(totals), late_files(selection, **place)),
        Cell(percent(late(totals), totals["finished"])),
        Cell(holder_name(worst) if late(totals) else None),
    )
