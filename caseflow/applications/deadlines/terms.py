"""One clock each: from the instant that starts it to the instant at which it runs out."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from caseflow.applications.deadlines.policy import Policy, Rules, policy
from caseflow.centers.working_time import Term, WorkingTime
from procedures.states import LimitUnit

#: Periods that run on rest days too, so a wait is left out of them in everybody's time.
BY_THE_CALENDAR = (LimitUnit.DAY, LimitUnit.MONTH)


class Resumption(StrEnum):
    """How a waiting period goes on; the event keeps it, so that a later setting changes nothing."""

    RESTART = "restart"
    SHIFT = "shift"
    NONE = "none"
    SECOND_APPOINTMENT = "second_appointment"


def alert(acknowledged_at: datetime, *, under: Policy) -> datetime:
    """By then the clerk has been alerted, whatever the hour (art 17(2))."""
    return acknowledged_at + timedelta(hours=under.alert_hours)


def reception(calendar: WorkingTime, filed_at: datetime, *, hours: int | None = None) -> Term:
    """The clerk accepts or asks for completion within so many working hours (art 17(2)c)."""
    return calendar.after_minutes(filed_at, (hours or policy().reception_hours) * 60)


def hand_over(calendar: WorkingTime, accepted_at: datetime, *, under: Policy) -> Term:
    """To the deciding unit: the same day, after 15:00 the next working morning (art 18(2))."""
    return calendar.next_morning(accepted_at, under.hand_over_cutoff)


def supplement_notice(calendar: WorkingTime, received_at: datetime, *, under: Policy) -> Term:
    """What is missing in an accepted file is asked for by then (art 19(5))."""
    return calendar.after_days(received_at, under.supplement_notice_days)


def supplement(calendar: WorkingTime, asked_at: datetime, *, under: Policy) -> Term:
    """The citizen's time to complete the file; afterwards it may be stopped (art 19(5))."""
    return calendar.after_calendar_days(asked_at, under.supplement_days)


def extension_notice(due_at: datetime, *, under: Policy) -> datetime:
    """The last moment to announce a new appointment (art 19(6))."""
    return due_at - timedelta(days=under.extension_notice_days)


def correction(calendar: WorkingTime, reported_at: datetime, *, under: Policy) -> Term:
    """The corrected result is back at the centre by then (art 23(1))."""
    return calendar.after_days(reported_at, under.correction_days)


def settlement(rules: Rules, calendar: WorkingTime, accepted_at: datetime) -> Term | None:
    """Counted from the acceptance of a complete file (art 17(3)); None without a legal limit."""
    amount = rules.limit_amount or 0
    match rules.limit_unit:
        case LimitUnit.HOUR:
            return calendar.after_minutes(accepted_at, amount * 60)
        case LimitUnit.WORKING_DAY:
            return calendar.after_days(accepted_at, amount)
        case LimitUnit.DAY:
            return calendar.after_calendar_days(accepted_at, amount)
        case LimitUnit.MONTH:
            return calendar.after_months(accepted_at, amount)
        case LimitUnit.SAME_DAY:
            return calendar.same_day(accepted_at, rules.limit_cutoff or time.max)
        case _:
            return None


def after_supplement(rules: Rules, *, under: Policy) -> Resumption:
    return Resumption(rules.supplement_policy or under.supplement)


def after_payment(rules: Rules, *, under: Policy) -> Resumption:
    if rules.after_payment_days:
        return Resumption.SECOND_APPOINTMENT
    return Resumption.SHIFT if under.payment_pauses else Resumption.NONE


def going_on(
    rules: Rules,
    calendar: WorkingTime,
    *,
    how: Resumption,
    due_at: datetime,
    paused_at: datetime,
    at: datetime,
) -> Term | None:
    """The end of a period that was due then and waited since; None where the date stays."""
    match how:
        case Resumption.RESTART:
            return settlement(rules, calendar, at)
        case Resumption.SECOND_APPOINTMENT if rules.after_payment_days:
            return calendar.after_days(at, rules.after_payment_days)
        case Resumption.SHIFT:
            return shifted(rules, calendar, due_at=due_at, paused_at=paused_at, at=at)
        case _:
            return None


def shifted(
    rules: Rules, calendar: WorkingTime, *, due_at: datetime, paused_at: datetime, at: datetime
) -> Term | None:
    """What was left when the wait began is left when it ends; a late file stays late."""
    if rules.limit_unit in BY_THE_CALENDAR:
        left = due_at - paused_at
        return calendar.after_elapsed(at, left) if left > timedelta() else None
    seconds = calendar.seconds_between(paused_at, due_at)
    return calendar.after_seconds(at, seconds) if seconds > 0 else None
