"""Application numbers: deciding agency, day of filing, serial of that day (Decree 118 art 28)."""

from datetime import date

from django.db import connection

from caseflow.centers.models import Agency
from caseflow.repeated import Repeated

#: The row stays locked until the taker commits, so the next one waits its turn.
TAKE_SERIALS = Repeated("""
INSERT INTO applications_numbercounter AS counter (agency_id, day, last) VALUES (%s, %s, %s)
ON CONFLICT (agency_id, day) DO UPDATE SET last = counter.last + excluded.last
RETURNING last
""")


def next_numbers(agency: Agency, day: date, count: int = 1) -> list[str]:
    """The next numbers of the agency's day; gaps may occur, duplicates may not."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_SERIALS, [agency.pk, day, count])
        (last,) = cursor.fetchone()
    return [
        f"{agency.code}-{day:%y%m%d}-{serial:04d}" for serial in range(last - count + 1, last + 1)
    ]
