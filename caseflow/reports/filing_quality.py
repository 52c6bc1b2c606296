"""How far filings can be believed: contradictions, by kind and by centre."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.applications.contradictions import by_busy_accounts
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.states import Contradiction
from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.counters import BY_NAME
from caseflow.indicators.days import start_of
from caseflow.reports.links import files as files_address
from caseflow.reports.selections import Selection
from caseflow.reports.tables import Cell, Column, Kind, Lines, Table

Counts = dict[Contradiction, int]
#: Told by the chain of a filing; the others are read from the files themselves.
TALLIED = tuple(kind for kind in Contradiction if kind in BY_NAME)
DAYS = timedelta(days=366)
TOO_LONG = gettext_lazy("Choose a year at most.")


@dataclass(frozen=True, slots=True)
class Line:
    """A centre, and how many of its filings are of each kind."""

    code: str
    name: str
    counts: Mapping[Contradiction, int]

    @property
    def cells(self) -> list[tuple[Contradiction, int]]:
        return [(kind, self.counts.get(kind, 0)) for kind in Contradiction]


def is_too_long(selection: Selection) -> bool:
    return selection.last - selection.first > DAYS


def of_busy_accounts(selection: Selection) -> ApplicationQuerySet:
    end = start_of(selection.last + timedelta(days=1))
    found = by_busy_accounts(start_of(selection.first), end)
    if selection.place is not None:
        found = found.filter(receiving_center__in=selection.place)
    return found.filter(procedure=selection.procedure) if selection.procedure else found


def counts(selection: Selection) -> Counts:
    asked = selection.place, selection.first, selection.last
    totals = reading.totals(*asked, procedure=selection.procedure_id, names=TALLIED)
    return {
        **{kind: totals[kind] for kind in TALLIED},
        Contradiction.MANY_PEOPLE: of_busy_accounts(selection).count(),
    }


def lines(selection: Selection) -> list[Line]:
    """Only centres with any; by name."""
    found = counts_by_center(selection)
    named = Agency.objects.filter(pk__in=found).order_by("name", "code")
    return [
        Line(code, name, found[pk]) for pk, code, name in named.values_list("pk", "code", "name")
    ]


def counts_by_center(selection: Selection) -> dict[int, Counts]:
    asked = selection.place, selection.first, selection.last
    tallied = reading.totals_by_center(*asked, procedure=selection.procedure_id, names=TALLIED)
    found: dict[int, Counts] = {
        center: {kind: totals[kind] for kind in TALLIED if totals[kind]}
        for center, totals in tallied.items()
        if any(totals.values())
    }
    busy = of_busy_accounts(selection).order_by().values_list("receiving_center")
    for center, count in busy.annotate(count=Count("pk")):
        found.setdefault(center, {})[Contradiction.MANY_PEOPLE] = count
    return found


def tables(selection: Selection, *, now: datetime) -> list[Table]:
    """Over more than a year they are not counted."""
    if is_too_long(selection):
        return [by_kind(selection, {})]
    found = lines(selection)
    sums = {kind: sum(line.counts.get(kind, 0) for line in found) for kind in Contradiction}
    return [by_kind(selection, sums), by_center(selection, found)]


def by_kind(selection: Selection, counts: Counts) -> Table:
    rows = [
        (
            Cell(capfirst(str(kind.label))),
            Cell(counts[kind], files_address(selection, contradiction=kind)),
        )
        for kind in Contradiction
        if kind in counts
    ]
    return Table(
        "contradictions",
        _("Filings that contradict themselves"),
        [Column(_("What was found")), Column(_("Files"), Kind.COUNT)],
        rows,
        note=_("By the day of filing. A contradiction is a question to the centre, no verdict."),
        empty=TOO_LONG,
    )


def by_center(selection: Selection, found: Sequence[Line]) -> Table:
    """The most first."""
    ordered = sorted(found, key=lambda line: (-sum(line.counts.values()), line.code))
    kinds = [Column(capfirst(str(kind.label)), Kind.COUNT) for kind in Contradiction]
    rows = Lines(ordered, lambda line: cells(selection, line))
    columns = [Column(_("Centre")), *kinds]
    return Table("centers", _("Findings by centre"), columns, rows, empty=_("Nothing was found."))


def cells(selection: Selection, line: Line) -> tuple[Cell, ...]:
    counts = (
        Cell(count, files_address(selection, contradiction=kind, center=line.code))
        for kind, count in line.cells
    )
    return (Cell(line.name), *counts)
