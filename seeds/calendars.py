"""The national calendar: holidays by law from `holidays`, official swaps from our own table."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import holidays

from caseflow.centers.calendars import publish
from caseflow.centers.models import Calendar, CalendarDay, CalendarVersion
from caseflow.centers.states import DayKind

SWAPS = Path(__file__).parent / "data" / "calendar_overrides.csv"
#: The last year has the library's holidays but no decision about swaps yet.
YEARS = (2025, 2026, 2027)
DECIDED_FROM, DECIDED_TO = date(2025, 1, 1), date(2026, 12, 31)

OFFICE_DAY = [["07:00", "11:30"], ["13:30", "17:00"]]
HOURS = {str(weekday): OFFICE_DAY for weekday in range(5)}

LABOUR_CODE = "Bộ luật Lao động 45/2019/QH14, điều 112"
SUBSTITUTION = "Bộ luật Lao động 45/2019/QH14, điều 111"
CULTURE_DAY, CULTURE_DAY_DOCUMENT = (11, 24), "80-NQ/TW"


def load(*, at: datetime) -> dict[str, int]:
    """The first version of the national calendar; later ones are the office's to publish."""
    calendar, _ = Calendar.objects.get_or_create(unit=None, agency=None)
    if not CalendarVersion.objects.filter(calendar=calendar).exists():
        publish(
            calendar=calendar,
            hours=HOURS,
            days=days().values(),
            covers_from=DECIDED_FROM,
            covers_to=DECIDED_TO,
            decision=LABOUR_CODE,
            at=at,
        )
    versions = CalendarVersion.objects.published()
    return {
        "calendar versions": versions.count(),
        "calendar days": CalendarDay.objects.filter(version__in=versions).count(),
    }


def days() -> dict[date, CalendarDay]:
    """Swaps last: they replace what the library says of the same day."""
    by_law = {day.date: day for day in holidays_by_law()}
    return by_law | {day.date: day for day in swaps()}


def holidays_by_law() -> Iterator[CalendarDay]:
    vietnamese = holidays.country_holidays("VN", years=YEARS, language="vi")
    english = holidays.country_holidays("VN", years=YEARS, language="en_US")
    on_the_day = holidays.country_holidays("VN", years=YEARS, observed=False)
    for day, name in vietnamese.items():
        lies_on_it = day in on_the_day
        yield CalendarDay(
            date=day,
            is_working=False,
            kind=DayKind.HOLIDAY if lies_on_it else DayKind.SUBSTITUTE,
            reason=name,
            reason_en=english[day],
            document_no=document_of(day) if lies_on_it else SUBSTITUTION,
        )


def document_of(day: date) -> str:
    return CULTURE_DAY_DOCUMENT if (day.month, day.day) == CULTURE_DAY else LABOUR_CODE


def swaps() -> Iterator[CalendarDay]:
    with SWAPS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield CalendarDay(
                date=date.fromisoformat(row["date"]),
                is_working=row["kind"] == DayKind.MAKE_UP,
                kind=row["kind"],
                reason=row["reason"],
                reason_en=row["reason_en"],
                document_no=row["document_no"],
            )
