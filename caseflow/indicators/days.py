"""Days and months as the offices live them."""

from calendar import monthrange
from datetime import date, datetime, time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import DateField
from django.db.models.functions import Cast, Trunc
from django.utils import timezone

from caseflow.centers.working_time import months_later

OFFICE_TIME = timezone.get_default_timezone()
#: Of days that are asked about; those near the ends of the calendar have no month before or after.
ASKABLE = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2999, 12, 31)))


def office_day(at: datetime) -> date:
    return timezone.localdate(at, OFFICE_TIME)


def reached(day: date) -> date:
    """Today, where the day lies ahead: nobody knows yet what will be late then.

    The clock itself is asked, because figures of a place and a period are asked for without an
    instant, and their days do not depend on it but for this one.
    """
    return min(day, office_day(timezone.now()))


def month_of(day: str) -> Cast:
    """The first of the month of a column of days."""
    return Cast(Trunc(day, "month"), DateField())


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, OFFICE_TIME)


def next_month(day: date) -> date:
    """The first of the month that follows."""
    return months_later(day.replace(day=1), 1)


def firsts_of_months(first: date, last: date) -> list[date]:
    """Of the months that begin between these days, both included."""
    found, day = [], first if first.day == 1 else next_month(first)
    while day <= last:
        found.append(day)
        day = next_month(day)
    return found


def last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
