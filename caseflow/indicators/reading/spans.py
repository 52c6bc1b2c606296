"""A period as whole months and as few odd days as may be.

Thirty days that end today are most of this month and a week of the last: eight days to add, and a
few of the future to take away, instead of thirty.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from caseflow.indicators.days import next_month, reached
from caseflow.indicators.querysets import Days

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spans:
    months: list[Days]
    #: Days of the period that the months lack.
    lacking: list[Days]
    #: Days outside the period that the months have too many.
    too_many: list[Days]

    @property
    def odd_days(self) -> list[tuple[int, list[Days]]]:
        """Days with their sign: added to the months, or taken away."""
        signed = ((1, self.lacking), (-1, self.too_many))
        return [(sign, days) for sign, days in signed if days]

    def until_today(self) -> Self:
        """For what is counted by days that have been: days ahead have nothing to take away."""
        days = [(since, reached(to)) for since, to in self.too_many]
        return replace(self, too_many=[(since, to) for since, to in days if since and since <= to])


def spans(first: date | None, last: date) -> Spans:
    """Each end moves to the nearest first of a month, unless that leaves no fewer odd days.

    Both days count; without a first, from the beginning.
    """
    end = last + DAY
    until = nearest_month(end)
    lacking, too_many = between(until, end), between(end, until)
    if first is None:
        return Spans([(None, until - DAY)], [*lacking], [*too_many])
    since = nearest_month(first)
    lacking, too_many = between(first, since) + lacking, between(since, first) + too_many
    odd = sum((to - of).days + 1 for of, to in lacking + too_many)
    if since == until or odd > (last - first).days:
        return Spans([], [(first, last)], [])
    return Spans([(since, until - DAY)], [*lacking], [*too_many])


def nearest_month(day: date) -> date:
    before, after = day.replace(day=1), next_month(day)
    return before if day - before <= after - day else after


def between(day: date, end: date) -> list[tuple[date, date]]:
    """From a day until before the other, where that is later."""
    return [(day, end - DAY)] if day < end else []
