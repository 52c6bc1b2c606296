"""Who or what had the files that ended late when they became due."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.days import office_day
from caseflow.indicators.definitions import percent
from caseflow.indicators.measures import HOLDERS, Measure
from caseflow.indicators.reading import Totals
from caseflow.reports.links import files as files_address
from caseflow.reports.open_files import CAUSE, open_facts, overdue
from caseflow.reports.selections import Selection
from caseflow.reports.tables import Cell, Column, Kind, Table
from procedures.models import Procedure

CAUSES = {Measure(holder): f"late_at_{holder}" for holder in HOLDERS}
LATE = tuple(CAUSES.values())
NAMES = ("finished", *LATE)


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
    return sum(totals[counter] for counter in LATE)


def causes(selection: Selection, totals: Totals, now: datetime) -> Table:
    """Of what ended in the period, and of what is overdue now."""
    waiting = overdue_by_cause(selection, now)
    rows = [
        (
            Cell(str(holder.label).capitalize()),
            Cell(totals[counter], files_address(selection, counter=counter)),
            Cell(percent(totals[counter], late(totals))),
            Cell(waiting.get(holder, 0), files_address(selection, open="overdue", cause=holder)),
        )
        for holder, counter in CAUSES.items()
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
            Cell(late(totals), files_address(selection, counter=",".join(LATE))),
            Cell(percent(late(totals), late(totals))),
            Cell(sum(waiting.values()), files_address(selection, open="overdue")),
        ),
    )


def overdue_by_cause(selection: Selection, now: datetime) -> dict[str, int]:
    found = open_facts(selection).filter(overdue(office_day(now))).order_by()
    return dict(found.values_list(CAUSE).annotate(Count("pk")))


def by_center(selection: Selection, found: Mapping[int, Totals]) -> Table:
    named = Agency.objects.filter(pk__in=found).values_list("pk", "code", "name")
    rows = [
        line(selection, name, found[pk], center=code)
        for pk, code, name in sorted(named, key=lambda row: (-late(found[row[0]]), row[1]))
    ]
    return Table("centers", _("Centres"), columns(_("Centre")), rows, empty=nothing())


def by_procedure(selection: Selection, found: Mapping[int, Totals]) -> Table:
    """Only those with any."""
    some = {pk: totals for pk, totals in found.items() if late(totals)}
    named = Procedure.objects.filter(pk__in=some).values_list("pk", "code", "name")
    rows = [
        line(selection, f"{code} {name}", some[pk], procedure=code)
        for pk, code, name in sorted(named, key=lambda row: (-late(some[row[0]]), row[1]))
    ]
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
    worst = max(CAUSES, key=lambda holder: totals[CAUSES[holder]])
    return (
        Cell(name),
        Cell(totals["finished"], files_address(selection, counter="finished", **place)),
        Cell(late(totals), files_address(selection, counter=",".join(LATE), **place)),
        Cell(percent(late(totals), totals["finished"])),
        Cell(worst.label if late(totals) else None),
    )
