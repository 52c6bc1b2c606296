"""The clocks of a saved case, from its events and the calendars and rules that they name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from caseflow.applications.deadlines.counting import Happening, happenings
from caseflow.applications.deadlines.dues import Due, DueKind, dues
from caseflow.applications.deadlines.policy import policy
from caseflow.applications.deadlines.spending import Spent, spent
from caseflow.applications.models import Application, Event
from caseflow.applications.states import FINISHED, Clock
from caseflow.centers.calendars import working_time_for, working_time_of_version

#: What concerns who asked for something; the others are the office's own.
PUBLIC = (
    DueKind.RECEPTION,
    DueKind.SUPPLEMENT,
    DueKind.FIRST_APPOINTMENT,
    DueKind.SETTLEMENT,
    DueKind.CORRECTION,
)


@dataclass(frozen=True)
class Timing:
    dues: list[Due]
    spent: dict[Clock, Spent]

    @property
    def settlement(self) -> Due | None:
        return next((due for due in self.dues if due.kind == DueKind.SETTLEMENT), None)


def timing_of(case: Application, *, at: datetime) -> Timing:
    """One query for the events; working time is counted by the calendar of who decides.

    Raises `CalendarMissing` where nobody published one for that agency.
    """
    deeds = happenings(Event.objects.of(case))
    calendar = working_time_for(case.deciding_agency_id)
    until = case.last_event_at if case.state in FINISHED else at
    return Timing(dues_of(case, deeds, at=at), spent(deeds, calendar, until=until))


def dues_of(case: Application, deeds: Sequence[Happening], *, at: datetime) -> list[Due]:
    """By the calendars that its deeds name; none has to be in force any more."""
    return dues(deeds, case.procedure_version, working_time_of_version, under=policy(), at=at)


def public_dues_of(case: Application, *, at: datetime) -> list[Due]:
    """What concerns who asked; one query for the events."""
    deeds = happenings(Event.objects.of(case))
    return [due for due in dues_of(case, deeds, at=at) if due.kind in PUBLIC]
