"""How far filings can be believed: contradictions by centre."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from caseflow.applications.contradictions import by_busy_accounts
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.states import Contradiction
from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.counters import BY_NAME
from caseflow.indicators.days import start_of
from caseflow.reports.selections import Selection

Counts = dict[Contradiction, int]
#: Told by the chain of a filing; the others are read from the files themselves.
TALLIED = tuple(kind for kind in Contradiction if kind in BY_NAME)
DAYS = timedelta(days=366)


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
