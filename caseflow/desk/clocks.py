"""The clocks of a file, each with the law behind it and the days it was counted by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from caseflow.applications import deadlines
from caseflow.applications.deadlines import Due, DueKind
from caseflow.applications.models import Application, Event
from caseflow.centers.calendars import working_time_of_version
from caseflow.centers.working_time import Effect, Step
from caseflow.desk.remaining import Remaining, until

EFFECTS = {
    Effect.COUNTED: _("counted"),
    Effect.SKIPPED: _("not counted"),
    Effect.MADE_UP: _("counted, make-up day"),
    Effect.PAUSED: _("paused"),
    Effect.RESUMED: _("goes on"),
    Effect.RESTARTED: _("begins again"),
    Effect.MOVED: _("date moved"),
}

IN_THE_HEAD = (DueKind.RECEPTION, DueKind.SETTLEMENT)


@dataclass(frozen=True, slots=True)
class Clock:
    """One period set by law: what for, until when, and how much is left while it runs."""

    due: Due
    remaining: Remaining | None

    @property
    def label(self) -> str:
        return str(self.due.kind.label)

    @property
    def days(self) -> list[tuple[Step, str, str]]:
        """Each day with its effect and reason, in the language of the page."""
        english = get_language() == "en"
        return [
            (step, str(EFFECTS[step.effect]), step.reason_en if english else step.reason)
            for step in self.due.steps
        ]


def clocks(case: Application, events: Sequence[Event], now: datetime) -> list[Clock]:
    """All that ran or run, the latest begun first."""
    found = deadlines.dues(
        deadlines.happenings(events),
        case.procedure_version,
        working_time_of_version,
        under=deadlines.policy(),
        at=now,
    )
    return [
        Clock(due, None if due.met_at else until(due.due_at, since=due.since, now=now))
        for due in reversed(found)
    ]


def running(all_clocks: Sequence[Clock]) -> list[Clock]:
    """Beside the one that the head of the page tells."""
    return [clock for clock in all_clocks if clock.remaining and clock.due.kind not in IN_THE_HEAD]
