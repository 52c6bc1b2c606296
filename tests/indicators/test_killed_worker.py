import os
import signal
import time
from datetime import date

import pytest
from django.db import connection, transaction

from caseflow.applications.models import Event
from caseflow.indicators import reading
from caseflow.indicators.following import note_stale_cases
from caseflow.indicators.models import CenterMonthSpread, Fact, StaleCase
from caseflow.indicators.rebuilding import compare
from config.celery import app
from tests.indicators.factories import issued, office, told, write
from tests.processes import celery_worker, eventually

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = %s::regclass)"
TOLD = {"filed": 3, "received": 2, "finished": 2}


def somebody_waits_for(table):
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [table])
        return cursor.fetchone()[0]


def everything_is_counted():
    app.send_task("applications.follow", ["indicators"])
    app.send_task("indicators.count_stale")
    time.sleep(0.4)
    found = reading.totals(None, None, date(2026, 1, 1), names=TOLD)
    return found == TOLD and not StaleCase.objects.exists()


def kill_while_it_writes(table, task, process):
    """Holds the table so that the worker stands still in the middle of its transaction."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        app.send_task(*task)
        eventually(lambda: somebody_waits_for(table))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def three_cases():
    same = office()
    ended = issued(told(**same), "2025-09-24 10:00"), issued(told(), "2025-09-25 10:00")
    return write(*ended, told(**same))


def forget_messages():
    """Also those that workers killed a while ago had taken, and that would come again."""
    app.control.purge()
    with app.connection_for_write() as broker:
        broker.default_channel.client.delete("unacked", "unacked_index")


def kill_a_worker(log, model, *task):
    forget_messages()  # nothing begins before the table is held
    with celery_worker(log) as process:
        kill_while_it_writes(model._meta.db_table, task, process)


def test_workers_killed_while_they_read_and_while_they_count_lose_nothing(tmp_path):
    three_cases()
    kill_a_worker(tmp_path / "follow", StaleCase, "applications.follow", ["indicators"])
    assert not StaleCase.objects.exists()
    note_stale_cases(Event.objects.all())
    # One of the last tables: facts and tallies are written by then.
    kill_a_worker(tmp_path / "count", CenterMonthSpread, "indicators.count_stale")
    assert StaleCase.objects.exists()
    assert not Fact.objects.exists()
    with celery_worker(tmp_path / "last"):
        eventually(everything_is_counted)
    assert compare() == []
