"""Due instants counted minute by minute, without any arithmetic of the product.

A calendar is one flag per minute of three years. Nothing here imports the code it is compared
with; it is slow on purpose.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BEGINNING = datetime(2025, 1, 1, tzinfo=ZONE)
DAYS = 3 * 365
DAY = 24 * 60


@dataclass
class Minutes:
    """Open minutes of an office: weekday → clock times "HH:MM", days off, days made up for."""

    hours: dict[int, list[tuple[str, str]]]
    off: set[date]
    made_up: set[date]
    open: bytearray = field(init=False)

    def __post_init__(self):
        self.open = bytearray(DAYS * DAY)
        first_worked = min(weekday for weekday, periods in self.hours.items() if periods)
        for number in range(DAYS):
            day = (BEGINNING + timedelta(days=number)).date()
            periods = self.hours.get(day.weekday(), [])
            if day in self.made_up:
                periods = self.hours[first_worked]
            elif day in self.off:
                periods = []
            for opening, closing in periods:
                for minute in range(clock(opening), clock(closing)):
                    self.open[number * DAY + minute] = 1

    def worked(self, number):
        return any(self.open[number * DAY : (number + 1) * DAY])

    def next_worked(self, number):
        while not self.worked(number):
            number += 1
        return number

    def closing(self, number):
        """The last open minute of the day is over."""
        minute = (number + 1) * DAY
        while not self.open[minute - 1]:
            minute -= 1
        return minute

    def at_that_hour(self, number, minute_of_day):
        """The hour on a worked day; while closed, the next opening, after all the closing."""
        minute, end = number * DAY + minute_of_day, (number + 1) * DAY
        if minute_of_day and self.open[minute - 1]:
            return minute
        while minute < end and not self.open[minute]:
            minute += 1
        return minute if minute < end else self.closing(number)


def clock(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def minute_of(moment):
    seconds = (moment - BEGINNING).total_seconds()
    assert seconds % 60 == 0
    return int(seconds) // 60


def moment_of(minute):
    return BEGINNING + timedelta(minutes=minute)


def working_hours(office, start, hours):
    return open_minutes(office, start, hours * 60)


def open_minutes(office, start, wanted):
    minute = start
    while wanted:
        wanted -= office.open[minute]
        minute += 1
    return minute


def working_days(office, start, wanted):
    day = start // DAY
    while wanted:
        day += 1
        wanted -= office.worked(day)
    return office.at_that_hour(day, start % DAY)


def calendar_days(office, start, wanted):
    return office.at_that_hour(office.next_worked(start // DAY + wanted), start % DAY)


def months(office, start, wanted):
    day = moment_of(start).date()
    year, month = day.year, day.month
    for _month in range(wanted):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last = day.day
    while True:
        try:
            due = date(year, month, last)
            break
        except ValueError:
            last -= 1
    number = (due - BEGINNING.date()).days
    return office.at_that_hour(office.next_worked(number), start % DAY)


def same_day(office, start, cutoff):
    day, minute = start // DAY, start % DAY
    if office.worked(day) and minute < cutoff and start < office.closing(day):
        return office.closing(day)
    return office.closing(office.next_worked(day + 1))


def next_morning(office, start, cutoff):
    day = start // DAY
    due = same_day(office, start, cutoff)
    if due // DAY == day:
        return due
    minute = due // DAY * DAY
    while not office.open[minute]:
        minute += 1
    while office.open[minute]:
        minute += 1
    return minute


def settled(office, start, limit):
    unit, amount = limit
    count = {
        "hour": working_hours,
        "working_day": working_days,
        "day": calendar_days,
        "month": months,
        "same_day": same_day,
    }[unit]
    return count(office, start, amount)


def gone_on(office, limit, how, due, paused, start, second=0):
    """The due minute of a period that waited from `paused` until `start`."""
    if how == "none":
        return due
    if how == "restart":
        return settled(office, start, limit)
    if how == "second_appointment":
        return working_days(office, start, second)
    if due <= paused:
        return due
    if limit[0] in ("day", "month"):
        end = start + due - paused
        return office.at_that_hour(office.next_worked(end // DAY), end % DAY)
    left = sum(office.open[paused:due])
    return open_minutes(office, start, left) if left else due
