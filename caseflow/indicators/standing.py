"""What is open or overdue as of the moment asked: counted from the files, never stored."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from caseflow.applications.models import Application
from caseflow.applications.querysets import due_before_today
from caseflow.indicators.querysets import Centers


@dataclass(frozen=True, slots=True)
class Standing:
    open: int
    overdue: int


def standing(centers: Centers | None, *, procedure_id: int | None, now: datetime) -> Standing:
    """Received at these centres; None is everywhere."""
    cases = Application.objects.all()
    if centers is not None:
        cases = cases.filter(receiving_center__in=centers)
    if procedure_id:
        cases = cases.filter(procedure=procedure_id)
    # Of the due time, so that the index of open files answers by itself.
    overdue = Count("due_at", filter=due_before_today(now))
    return Standing(**cases.open().aggregate(open=Count("*"), overdue=overdue))
