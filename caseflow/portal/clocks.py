"""How the dates of a file were counted, as the person who waits reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from caseflow.applications import deadlines
from caseflow.applications.deadlines import EFFECTS, Due, DueKind
from caseflow.applications.models import Application
from caseflow.centers.working_time import Step


@dataclass(frozen=True, slots=True)
class Day:
    step: Step
    effect: str
    reason: str


@dataclass(frozen=True, slots=True)
class Clock:
    due: Due
    days: list[Day]

    @property
    def is_main(self) -> bool:
        return self.due.kind == DueKind.SETTLEMENT


def clocks_of(case: Application, *, at: datetime) -> list[Clock]:
    return [Clock(due, days_of(due)) for due in deadlines.timing_of(case, at=at).public]


def days_of(due: Due) -> list[Day]:
    english = get_language() == "en"
    return [
        Day(step, str(EFFECTS[step.effect]), step.reason_en if english else step.reason)
        for step in due.steps
    ]
