"""The periods that figures are published for: whole months and whole quarters, and no others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from caseflow.centers.working_time import months_later
from caseflow.publishing.states import MONTHS_OF, Kind

#: Nothing was counted before, and the calendar of the language ends in the year 9999.
YEARS = range(2000, 2100)


class NotAPeriod(ValueError):
    """No month or quarter begins on that day."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    kind: Kind
    first: date

    @classmethod
    def beginning(cls, kind: Kind, first: date) -> Self:
        if first.day != 1 or (first.month - 1) % MONTHS_OF[kind]:
            raise NotAPeriod(f"{kind} {first}")
        return cls(kind, first)

    @classmethod
    def around(cls, kind: Kind, day: date) -> Self:
        months = MONTHS_OF[kind]
        return cls(kind, day.replace(month=day.month - (day.month - 1) % months, day=1))

    @property
    def last(self) -> date:
        return months_later(self.first, MONTHS_OF[self.kind]) - timedelta(days=1)

    @property
    def before(self) -> Self:
        return type(self).around(self.kind, self.first - timedelta(days=1))

    @property
    def months(self) -> Iterator["Period"]:
        for more in range(MONTHS_OF[self.kind]):
            yield Period(Kind.MONTH, months_later(self.first, more))

    @property
    def number(self) -> int:
        """Of the month or quarter in its year."""
        return (self.first.month - 1) // MONTHS_OF[self.kind] + 1

    @property
    def code(self) -> str:
        """`2025-09` for a month, `2025-Q3` for a quarter."""
        number = f"{self.number:02}" if self.kind == Kind.MONTH else f"Q{self.number}"
        return f"{self.first.year}-{number}"


def period_of(code: str) -> Period:
    """Raises `NotAPeriod` for anything that `Period.code` does not write."""
    year, _dash, part = code.partition("-")
    try:
        if part.startswith("Q"):
            period = Period.beginning(Kind.QUARTER, date(int(year), 3 * int(part[1:]) - 2, 1))
        else:
            period = Period.beginning(Kind.MONTH, date(int(year), int(part), 1))
    except ValueError:
        raise NotAPeriod(code) from None
    if period.code != code or period.first.year not in YEARS:
        raise NotAPeriod(code)
    return period
