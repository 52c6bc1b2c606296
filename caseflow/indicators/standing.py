"""What is open or overdue now: by the days of open files, so overdue by the day it is asked."""

from dataclasses import dataclass
from datetime import datetime

from caseflow.indicators import reading
from caseflow.indicators.days import office_day
from caseflow.indicators.reading import Place


@dataclass(frozen=True, slots=True)
class Standing:
    open: int
    overdue: int


def standing(place: Place, *, procedure_id: int | None, now: datetime) -> Standing:
    """Of the files that were received there; at most seconds behind the last deed."""
    where, today = reading.settled(place), office_day(now)
    return Standing(
        sum(reading.open_by_center(where, procedure=procedure_id).values()),
        sum(reading.overdue_by_center(where, today, procedure=procedure_id).values()),
    )
