"""How the dates of a file were counted, as the person who waits reads it."""

from dataclasses import dataclass
from datetime import datetime

from caseflow.applications import deadlines
from caseflow.applications.deadlines import Day, Due, DueKind
from caseflow.applications.models import Application


@dataclass(frozen=True, slots=True)
class Clock:
    due: Due

    @property
    def days(self) -> list[Day]:
        return deadlines.days_of(self.due)

    @property
    def is_main(self) -> bool:
        return self.due.kind == DueKind.SETTLEMENT


def clocks_of(case: Application, *, at: datetime) -> list[Clock]:
    return [Clock(due) for due in deadlines.public_dues_of(case, at=at)]
