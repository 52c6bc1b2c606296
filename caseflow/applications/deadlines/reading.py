"""The clocks of a saved case, from its events and the calendars and rules that they name."""

from dataclasses import dataclass
from datetime import datetime

from caseflow.applications.deadlines.counting import happenings
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

    @property
    def public(self) -> list[Due]:
        return [due for due in self.dues if due.kind in PUBLIC]


def timing_of(case: Application, *, at: datetime) -> Timing:
    """One query for the events; working time is counted by the calendar of who decides."""
    deeds = happenings(Event.objects.of(case))
    rules, calendar = case.procedure_version, working_time_for(case.deciding_agency_id)
    found = dues(deeds, rules, working_time_of_version, under=policy(), at=at)
    until = case.last_event_at if case.state in FINISHED else at
    return Timing(found, spent(deeds, calendar, until=until))
