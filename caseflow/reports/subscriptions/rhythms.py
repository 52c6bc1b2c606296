"""When a subscribed report comes, and about which days it is."""

from datetime import date, timedelta

from caseflow.indicators.days import next_month
from caseflow.reports.states import Rhythm

DAY = timedelta(days=1)
Period = tuple[date, date]


def next_after(rhythm: str, day: date) -> date:
    """The first morning of this rhythm behind the day."""
    match rhythm:
        case Rhythm.WEEKLY:
            return day + timedelta(days=7 - day.weekday())
        case Rhythm.MONTHLY:
            return next_month(day)
        case _:
            return day + DAY


def period_before(rhythm: str, morning: date) -> Period:
    """The whole day, week (from Monday) or month that ended before this morning."""
    match rhythm:
        case Rhythm.WEEKLY:
            monday = morning - timedelta(days=morning.weekday())
            return monday - timedelta(days=7), monday - DAY
        case Rhythm.MONTHLY:
            last = morning.replace(day=1) - DAY
            return last.replace(day=1), last
        case _:
            return morning - DAY, morning - DAY
