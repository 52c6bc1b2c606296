"""The days of a count as people read them, in the language of the page."""

from dataclasses import dataclass

from django.utils.translation import get_language

from caseflow.applications.deadlines.dues import Due
from caseflow.applications.deadlines.explaining import EFFECTS
from caseflow.centers.working_time import Step


@dataclass(frozen=True, slots=True)
class Day:
    step: Step

    @property
    def effect(self) -> str:
        return effect_of(self.step)

    @property
    def reason(self) -> str:
        return reason_of(self.step)


def days_of(due: Due) -> list[Day]:
    return [Day(step) for step in due.steps]


def effect_of(step: Step) -> str:
    return str(EFFECTS[step.effect])


def reason_of(step: Step) -> str:
    english = (get_language() or "").startswith("en")
    return step.reason_en if english else step.reason
