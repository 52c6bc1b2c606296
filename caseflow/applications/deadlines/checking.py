from collections.abc import Iterable, Iterator
from datetime import datetime

from caseflow.applications.deadlines.counting import (
    CalendarOf,
    Happening,
    Settlement,
    as_instant,
)
from caseflow.applications.deadlines.policy import Rules

#: The dates that an event may carry, by their names in its facts and in the count.
DATES = ("due_at", "reception_due_at")


def date_differences(
    deeds: Iterable[Happening], rules: Rules, calendar_of: CalendarOf
) -> Iterator[tuple[int, str]]:
    """Where an event says another date than its calendar gives; its place in the chain, from 1.

    Stops at the first: later dates follow from it.
    """
    period = Settlement(rules, calendar_of)
    for place, deed in enumerate(deeds, start=1):
        period.take(deed)
        for name in DATES:
            if deed.calendar and name in deed.payload:
                told, found = as_instant(deed.payload[name]), getattr(period, name)
                if told != found:
                    yield place, difference(name, told, found, deed.calendar)
                    return


def difference(name: str, told: datetime | None, found: datetime | None, calendar: int) -> str:
    said, gives = (moment.isoformat() if moment else "no date" for moment in (told, found))
    return f"{name} is {said}, calendar version {calendar} gives {gives}"
