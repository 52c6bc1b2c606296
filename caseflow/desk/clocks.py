"""The clocks of a file, each with the law behind it and the days it was counted by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from caseflow.applications import deadlines
from caseflow.applications.deadlines import Day, Due, DueKind
from caseflow.applications.models import Application, Event
from caseflow.desk.remaining import Remaining, until

IN_THE_HEAD = (DueKind.RECEPTION, DueKind.SETTLEMENT)


@dataclass(frozen=True, slots=True)
class Clock:
    """One period set by law: what for, until when, and how much is left while that matters."""

    due: Due
    remaining: Remaining | None

    @property
    def label(self) -> str:
        return str(self.due.kind.label)

    @property
    def days(self) -> list[Day]:
        return deadlines.days_of(self.due)


def clocks(case: Application, events: Sequence[Event], now: datetime) -> list[Clock]:
    """All that ran or run, the latest begun first."""
    found = deadlines.dues_of(case, deadlines.happenings(events), at=now)
    return [
        Clock(due, until(due.due_at, since=due.since, now=now) if matters(due, now) else None)
        for due in reversed(found)
    ]


def matters(due: Due, now: datetime) -> bool:
    return due.met_at is None and (due.is_duty or now <= due.due_at)


def running(all_clocks: Sequence[Clock]) -> list[Clock]:
    """Beside the one that the head of the page tells."""
    return [clock for clock in all_clocks if clock.remaining and clock.due.kind not in IN_THE_HEAD]
