"""When something is due: pure functions of the procedure's version and the office's calendar.

The numbers are settings or data of the procedure; Decree 118/2025 art 17–19 is the source.
"""

from datetime import datetime, time

from django.conf import settings

from caseflow.centers.working_time import Term, WorkingTime
from procedures.models import ProcedureVersion
from procedures.states import LimitUnit


def reception(calendar: WorkingTime, filed_at: datetime) -> Term:
    """The clerk accepts or asks for completion within so many working hours (art 17(2)c)."""
    return calendar.after_minutes(filed_at, settings.APPLICATIONS_RECEPTION_HOURS * 60)


def settlement(
    version: ProcedureVersion, calendar: WorkingTime, accepted_at: datetime
) -> Term | None:
    """Counted from the acceptance of a complete file (art 17(3)); None without a legal limit."""
    amount = version.limit_amount or 0
    match version.limit_unit:
        case LimitUnit.HOUR:
            return calendar.after_minutes(accepted_at, amount * 60)
        case LimitUnit.WORKING_DAY:
            return calendar.after_days(accepted_at, amount)
        case LimitUnit.DAY:
            return calendar.after_calendar_days(accepted_at, amount)
        case LimitUnit.MONTH:
            return calendar.after_months(accepted_at, amount)
        case LimitUnit.SAME_DAY:
            return calendar.same_day(accepted_at, version.limit_cutoff or time.max)
        case _:
            return None
