"""Years, quarters and months, as the portal asks for them: `2026`, `2026-Q3`, `2026-09`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from caseflow.indicators.days import last_of_month
from caseflow.indicators.models import CenterMonth

#: Nothing before it has a code.
FIRST_DAY = date(2000, 1, 1)
CODE = re.compile(r"(?P<year>20\d\d)(-(Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included."""

    code: str
    first: date
    last: date

    @property
    def name(self) -> str:
        year, _dash, part = self.code.partition("-")
        if not part:
            return _("Year %(year)s") % {"year": year}
        if part.startswith("Q"):
            return _("Quarter %(quarter)s of %(year)s") % {"quarter": part[1:], "year": year}
        return f"{part}/{year}"


class UnknownPeriod(ValueError):
    """Neither a year, nor a quarter, nor a month."""


def period(code: str) -> Period:
    match = CODE.fullmatch(code)
    if match is None:
        raise UnknownPeriod(code)
    year, quarter, month = (match[name] for name in ("year", "quarter", "month"))
    if month:
        return months(code, int(year), int(month), int(month))
    if quarter:
        return months(code, int(year), int(quarter) * 3 - 2, int(quarter) * 3)
    return months(code, int(year), 1, 12)


def months(code: str, year: int, first: int, last: int) -> Period:
    return Period(code, date(year, first, 1), last_of_month(date(year, last, 1)))


def periods_of(year: int) -> list[Period]:
    parts = ["", *(f"-Q{quarter}" for quarter in range(1, 5)), *(f"-{m:02}" for m in range(1, 13))]
    return [period(f"{year}{part}") for part in parts]


def counted_years(*, today: date) -> list[int]:
    """Those from the first filing to the last, the latest first; this year where nothing was filed.

    Months ahead are counted too: those in which files will be due.
    """
    filed = CenterMonth.objects.filter(filed__gt=0, day__range=(FIRST_DAY, today))
    ends = filed.aggregate(first=Min("day"), last=Max("day"))
    first, last = (ends["first"] or today).year, (ends["last"] or today).year
    return list(range(last, first - 1, -1))


def months_until(day: date, count: int) -> list[Period]:
    """The month of the day and those before it, the earliest first."""
    found: list[Period] = []
    while len(found) < count:
        found.insert(0, period(f"{day:%Y-%m}"))
        day = day.replace(day=1) - timedelta(days=1)
    return found
