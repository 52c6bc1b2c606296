"""Days with chains that changed on them, sealed one after the other."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from django.db import connection

from caseflow.applications import history
from caseflow.applications.models import Application
from caseflow.sealing.following import note_pending
from caseflow.sealing.making import seal_next
from caseflow.sealing.models import Seal
from tests.applications.histories import stories

FIRST = date(2026, 1, 5)
TABLES = ("applications_event", "applications_application")
SEALS = ("sealing_seal", "sealing_sealedhead", "sealing_sealstamp")


def morning_after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 19, tzinfo=UTC)


def told(center, version, count: int) -> list[Application]:
    """So many cases from filing to return, recorded on FIRST and seen by the follower."""
    known = set(Application.objects.values_list("pk", flat=True))
    history.write(islice(stories(center, version), count))
    new = Application.objects.exclude(pk__in=known).order_by("number")
    note(*new)
    return list(new)


def note(*cases: Application) -> None:
    """What the follower does with their events."""
    note_pending([event for case in cases for event in case.events.all()])


def sealed(days: int = 1) -> list[Seal]:
    """FIRST and the days after it."""
    made = [
        seal_next(through=FIRST + timedelta(days=more), at=morning_after(FIRST))
        for more in range(days)
    ]
    return [seal for seal in made if seal]


@contextmanager
def without_guards():
    """As a superuser would: the triggers sleep while the rows are touched."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in (*TABLES, *SEALS):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield cursor
        for table in (*TABLES, *SEALS):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def tamper(sql: str, *values: object) -> None:
    with without_guards() as cursor:
        cursor.execute(sql, values)
