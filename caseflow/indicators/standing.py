"""What is open or overdue as of the moment asked: counted from the files, never stored."""

from dataclasses import dataclass
from datetime import datetime

from caseflow.applications.models import Application
from caseflow.indicators.reading import Place
from caseflow.indicators.reading.questions import inside


@dataclass(frozen=True, slots=True)
class Standing:
    open: int
    overdue: int


def standing(place: Place, *, procedure_id: int | None, now: datetime) -> Standing:
    """Of the files that were received there."""
    cases = Application.objects.filter(inside(place, "receiving_center"))
    if procedure_id:
        cases = cases.filter(procedure=procedure_id)
    return Standing(cases.open().count(), cases.overdue(now).count())
