import os
import signal
import time

import pytest
from django.db import connection, transaction

from caseflow.applications import bulk, many
from caseflow.applications.models import Application, BulkDeed, Event
from caseflow.applications.states import State, Verb
from config.celery import app
from tests.factories import MONDAY, a_procedure, an_office, filed_case
from tests.processes import celery_worker, eventually

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FILES, IN_THE_MIDDLE = 6, 3
WAITING = """
SELECT EXISTS (SELECT FROM pg_locks
    WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
"""


def somebody_waits_for_us():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def everything_is_dealt_with():
    app.send_task(bulk.TASK)
    time.sleep(0.4)
    return BulkDeed.objects.exclude(finished_at=None).exists()


def kill_while_it_waits_for(case, process):
    """Holds one file, so that the worker stands still in the middle of its bulk deed."""
    with transaction.atomic():
        Application.objects.lock(case.pk)
        app.send_task(bulk.TASK)
        eventually(somebody_waits_for_us)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_worker_killed_in_mid_bulk_deed_repeats_and_skips_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("APPLICATIONS_BULK_LEASE_SECONDS", "2")
    office, version = an_office(), a_procedure()
    cases = [filed_case(office, version=version) for _ in range(FILES)]
    keys = [case.pk for case in cases]
    asked = bulk.choose(Verb.RECEIVE, keys, actor=office.clerk, at=MONDAY)
    bulk.confirm(asked, inputs={}, at=MONDAY)
    app.control.purge()  # the hint: nothing is done before the file in the middle is held
    with celery_worker(tmp_path / "killed.log") as process:
        kill_while_it_waits_for(cases[IN_THE_MIDDLE], process)
    assert many.progress(asked)["done"] == IN_THE_MIDDLE
    assert Event.objects.filter(verb=Verb.RECEIVE).count() == IN_THE_MIDDLE
    with celery_worker(tmp_path / "second.log"):
        eventually(everything_is_dealt_with)
    assert many.progress(asked)["done"] == FILES
    assert Event.objects.filter(verb=Verb.RECEIVE).count() == FILES
    assert Application.objects.filter(state=State.RECEIVED, last_sequence=2).count() == FILES
