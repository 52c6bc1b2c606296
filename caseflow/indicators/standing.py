"""What is open or overdue as of the moment asked: as the count knows it, seconds behind at most."""

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
    """Of the files that were received there."""
    where = reading.settled(place)
    found = reading.open_by_center(where, procedure=procedure_id)
    late = reading.overdue_by_center(where, office_day(now), procedure=procedure_id)
    return Standing(sum(found.values()), sum(late.values()))
