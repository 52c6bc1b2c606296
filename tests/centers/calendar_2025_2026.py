"""The official calendar of 2025 and 2026, written down by hand, apart from the code it tests."""

from datetime import date, timedelta

MAKE_UP = {date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}
OFF = {
    date.fromisoformat(day)
    for day in (
        "2025-01-01 2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-01 2025-04-07 "
        "2025-04-30 2025-05-01 2025-05-02 2025-09-01 2025-09-02 "
        "2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-26 "
        "2026-04-27 2026-04-30 2026-05-01 2026-08-31 2026-09-01 2026-09-02 2026-11-24"
    ).split()
}


def naive_open_minutes() -> bytearray:
    """One flag per minute from 1 January 2025 to 31 December 2026."""
    flags = bytearray()
    day = date(2025, 1, 1)
    while day.year < 2027:
        working = day in MAKE_UP or (day.weekday() < 5 and day not in OFF)
        for minute in range(1440):
            flags.append(working and (420 <= minute < 690 or 810 <= minute < 1020))
        day += timedelta(days=1)
    return flags
