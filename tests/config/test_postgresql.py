from typing import Any

import pytest
from django.db import connection

from caseflow.repeated import Repeated

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept():
    """As at the start of a request on a connection that is already open."""
    answer("SELECT 'the last question'")
    connection.health_check_enabled, connection.health_check_done = True, False
    return connection.connection


def test_a_kept_connection_is_found_usable_without_asking_the_server(kept):
    assert connection.is_usable()
    last = "SELECT query FROM pg_stat_activity WHERE pid = %s"
    assert from_outside(last, kept.info.backend_pid) == "SELECT 'the last question'"


def test_a_connection_that_the_server_ended_is_replaced_before_it_is_used(kept):
    from_outside("SELECT pg_terminate_backend(%s, 5000)", kept.info.backend_pid)
    assert answer("SELECT 1") == 1
    assert connection.connection is not kept


def test_the_server_keeps_the_plan_of_what_is_repeated_and_of_nothing_else():
    for _time in range(8):
        answer(Repeated("SELECT %s + 1"), 1)
        answer("SELECT %s + 2", 1)
    kept = "SELECT statement, generic_plans > 0 FROM pg_prepared_statements"
    with connection.cursor() as cursor:
        plans = dict(cursor.execute(kept).fetchall())
    assert plans["SELECT $1 + 1"]
    assert "SELECT $1 + 2" not in plans


def answer(statement: str, *parameters: int) -> Any:
    with connection.cursor() as cursor:
        return cursor.execute(statement, parameters).fetchone()[0]


def from_outside(statement: str, *parameters: int) -> Any:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            return cursor.execute(statement, parameters).fetchone()[0]
    finally:
        other.close()
