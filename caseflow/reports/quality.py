"""How far filings can be believed: contradictions by centre, and the files behind each count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from caseflow.applications.contradictions import contradicting
from caseflow.applications.models import Application
from caseflow.applications.states import Contradiction
from caseflow.indicators.days import start_of
from caseflow.reports.selections import Selection

PAGE = 25
#: The counts are read from the files themselves.
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


@dataclass(frozen=True, slots=True)
class Filing:
    """A file behind a count, without the people in it."""

    number: str
    procedure: str
    center: str
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Filing]
    number: int
    has_next: bool

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


def is_too_long(selection: Selection) -> bool:
    return selection.last - selection.first > DAYS


def filings(selection: Selection, kind: Contradiction) -> QuerySet[Application]:
    end = start_of(selection.last + timedelta(days=1))
    found: QuerySet[Application] = contradicting(kind, start_of(selection.first), end).filter(
        receiving_center__in=selection.centers
    )
    return found.filter(procedure=selection.procedure) if selection.procedure else found


def lines(selection: Selection) -> list[Line]:
    """Only centres with any; by name."""
    counts: dict[tuple[str, str], dict[Contradiction, int]] = {}
    for kind in Contradiction:
        rows = filings(selection, kind).order_by()
        named = rows.values_list("receiving_center__code", "receiving_center__name")
        for code, name, count in named.annotate(count=Count("pk")):
            counts.setdefault((name, code), {})[kind] = count
    return [Line(code, name, counts[name, code]) for name, code in sorted(counts)]


def page(selection: Selection, kind: Contradiction, *, number: int) -> Page:
    start = (number - 1) * PAGE
    newest = filings(selection, kind).select_related("procedure", "receiving_center")
    # A file remembers the state it was read with.
    slim = newest.only("number", "state", "filed_at", "procedure__name", "receiving_center__name")
    found = [shown(case) for case in slim.order_by("-filed_at", "-pk")[start : start + PAGE + 1]]
    return Page(found[:PAGE], number, has_next=len(found) > PAGE)


def shown(case: Application) -> Filing:
    center, procedure = case.receiving_center.name, case.procedure.name
    return Filing(case.number, procedure, center, case.filed_at)
