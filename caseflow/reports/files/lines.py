"""A file in a list, without the people in it."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from caseflow.applications.states import State
from caseflow.indicators.models import Fact
from caseflow.reports.tables import Cell, Column, Kind, Table


def files_table(title: str, facts: Iterable[Fact]) -> Table:
    """For a page, with links; read once only, as a stream is, it is the file to download."""
    rows = [linked(fact) for fact in facts] if isinstance(facts, list) else map(line, facts)
    return Table(
        "files",
        capfirst(title),
        [
            Column(_("Application number")),
            Column(_("Procedure")),
            Column(_("Centre")),
            Column(_("State")),
            Column(_("Filed at"), Kind.INSTANT),
            Column(_("Due at"), Kind.INSTANT),
            Column(_("Ended at"), Kind.INSTANT),
        ],
        rows,
        empty=_("There is no such file."),
    )


def linked(fact: Fact) -> Sequence[Cell]:
    page = reverse("admin:applications_application_change", args=[fact.number])
    number, *others = line(fact)
    return (Cell(number.value, page), *others)


def line(fact: Fact) -> Sequence[Cell]:
    procedure, center = fact.procedure, fact.receiving_center
    return (
        Cell(fact.number),
        Cell(f"{procedure.code} {procedure.name}"),
        Cell(center.name),
        # `get_state_display` translates every choice there is, for each of many lines.
        Cell(State(fact.state).label),
        Cell(fact.filed_at),
        Cell(fact.due_at),
        Cell(fact.finished_at),
    )
