"""What is open or overdue as of the moment asked: as the count knows it, seconds behind at most."""

from dataclasses import dataclass
from datetime import datetime

from caseflow.indicators import reading
from caseflow.indicators.days import office_day
from caseflow.indicators.models import Fact
from caseflow.indicators.reading import Place


@dataclass(frozen=True, slots=True)
class Standing:
    open: int
    overdue: int


def standing(place: Place, *, procedure_id: int | None, now: datetime) -> Standing:
    """Of the files that were received there; lateness is counted by date, as the portal does."""
    open_now = reading.open_by_center(place, procedure=procedure_id)
    late = Fact.objects.open().filter(reading.inside(place, "receiving_center"))
    if procedure_id:
        late = late.filter(procedure=procedure_id)
    overdue = late.filter(due_on__lt=office_day(now))
    return Standing(sum(open_now.values()), overdue.count())
