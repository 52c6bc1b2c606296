"""The files behind the figures: the only place where reports read cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from caseflow.applications.models import Application
from caseflow.indicators.days import office_day
from caseflow.reports.selections import Selection

PAGE = 25


@dataclass(frozen=True, slots=True)
class Overdue:
    """A late file, without the people in it."""

    number: str
    procedure: str
    center: str
    state: str
    filed_at: datetime
    due_at: datetime
    days_late: int


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Overdue]
    number: int
    has_next: bool

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


def overdue_page(selection: Selection, *, number: int, now: datetime) -> Page:
    start = (number - 1) * PAGE
    rows = [shown(case, now) for case in overdue_cases(selection, now)[start : start + PAGE + 1]]
    return Page(rows[:PAGE], number, has_next=len(rows) > PAGE)


def overdue_rows(selection: Selection, *, now: datetime) -> Iterator[Overdue]:
    for case in overdue_cases(selection, now).iterator(chunk_size=2000):
        yield shown(case, now)


def overdue_cases(selection: Selection, now: datetime) -> QuerySet[Application]:
    """As of now, whatever the period: newest due date first."""
    cases = Application.objects.overdue(now).filter(receiving_center__in=selection.centers)
    if selection.procedure:
        cases = cases.filter(procedure=selection.procedure)
    names = ("number", "state", "filed_at", "due_at", "procedure__name", "receiving_center__name")
    related = cases.select_related("procedure", "receiving_center").only(*names)
    newest: QuerySet[Application] = related.order_by("-due_at", "-pk")
    return newest


def shown(case: Any, now: datetime) -> Overdue:
    return Overdue(
        number=case.number,
        procedure=case.procedure.name,
        center=case.receiving_center.name,
        state=case.get_state_display(),
        filed_at=case.filed_at,
        due_at=case.due_at,
        days_late=(office_day(now) - office_day(case.due_at)).days,
    )
