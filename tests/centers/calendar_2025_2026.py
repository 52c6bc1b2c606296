"""The official calendar of 2025 and 2026, written down by hand, apart from the code it tests."""

from datetime import date, timedelta

MAKE_UP = {date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}
OFF_BY_MONTH = {
    2025: {1: [1, 27, 28, 29, 30, 31], 2: [1], 4: [7, 30], 5: [1, 2], 9: [1, 2]},
    2026: {
        1: [1, 2],
        2: [16, 17, 18, 19, 20],
        4: [26, 27, 30],
        5: [1],
        8: [31],
        9: [1, 2],
        11: [24],
    },
}
OFF = {
    date(year, month, day)
    for year, months in OFF_BY_MONTH.items()
    for month, days in months.items()
    for day in days
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
