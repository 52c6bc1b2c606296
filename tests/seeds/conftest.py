from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from caseflow.centers.working_time import VIETNAM
from seeds import agencies, calendars, places, procedures
from tests.keeping import rows_for_many_tests

BEFORE = datetime(2025, 7, 1, 8, 0, tzinfo=VIETNAM)


@pytest.fixture(scope="package")
def reference(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, int]]:
    """One load for all tests of the seeds; what it counted."""
    with rows_for_many_tests(django_db_blocker):
        loads = (places.load, agencies.load, calendars.load, procedures.load)
        counts = {name: count for load in loads for name, count in load(at=BEFORE).items()}
        connection.check_constraints()
        know_the_sizes()
        yield counts


def know_the_sizes() -> None:
    """Nothing is committed, so PostgreSQL may have found these tables empty, and plan for that."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.fixture(autouse=True)
def _reference(reference: dict[str, int], db: None) -> None:
    """So that no test depends on whether another loaded it before."""
