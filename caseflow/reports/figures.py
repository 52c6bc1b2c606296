"""Every indicator of a place and a period, and what somebody printed about the same."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from caseflow.indicators.definitions import OF_FILES, Figure, figures
from caseflow.reports.links import files as files_address
from caseflow.reports.selections import Selection
from caseflow.reports.tables import Cell, Column, Kind, Table
from caseflow.scorecards.published import Printed, printed_beside

#: Files lie behind these.
LINKED = frozenset(definition.key for definition in OF_FILES)


def tables(selection: Selection, *, now: datetime) -> list[Table]:
    asked = selection.place, selection.first, selection.last
    found = figures(*asked, procedure=selection.procedure_id)
    printed = printed_beside(selection.places, selection.first, selection.last)
    return [indicators(selection, found), published(printed)]


def indicators(selection: Selection, found: Sequence[Figure]) -> Table:
    return Table(
        "indicators",
        _("Indicators"),
        [
            Column(_("Indicator")),
            Column(_("Rate"), Kind.RATE),
            Column(_("Numerator"), Kind.COUNT),
            Column(_("Denominator"), Kind.COUNT),
            Column(_("Definition"), Kind.REMARK),
            Column(_("Source"), Kind.REMARK),
        ],
        [line(selection, figure) for figure in found],
        note=_("Where there is nothing to count a rate is not applicable, never 0 or 100."),
    )


def line(selection: Selection, figure: Figure) -> tuple[Cell, ...]:
    told = figure.definition
    counts = (
        Cell(count, files_address(selection, definition=told.key, part=part))
        if told.key in LINKED
        else Cell(count)
        for part, count in (("numerator", figure.numerator), ("denominator", figure.denominator))
    )
    return Cell(told.name), Cell(figure.rate), *counts, Cell(told.definition), Cell(told.source)


def published(found: Sequence[Printed]) -> Table:
    """What we count too comes first."""
    return Table(
        "published",
        _("Published figures"),
        [
            Column(_("Figure")),
            Column(_("Place")),
            Column(_("Period")),
            Column(_("Published"), Kind.COUNT),
            Column(_("Unit")),
            Column(_("Our own count"), Kind.COUNT),
            Column(_("Numerator"), Kind.COUNT),
            Column(_("Denominator"), Kind.COUNT),
            Column(_("Source"), Kind.LINK),
            Column(_("Note"), Kind.REMARK),
        ],
        [beside(printed) for printed in sorted(found, key=lambda one: not one.is_counted)],
        note=_("As they were printed, and our own count of the same days beside them."),
        empty=_("Nothing was published about this place and period."),
    )


def beside(printed: Printed) -> tuple[Cell, ...]:
    of, ours = printed.figure, printed.rate
    counts = (ours.rate, ours.numerator, ours.denominator) if ours else (printed.count, None, None)
    return (
        Cell(printed.name),
        Cell(of.place),
        Cell(printed.period),
        Cell(without_zeros(of.value)),
        Cell(printed.measure),
        *map(Cell, counts),
        Cell(of.source_url, of.source_url),
        Cell(of.note),
    )


def without_zeros(value: Decimal) -> Decimal | int:
    return value if value % 1 else int(value)
