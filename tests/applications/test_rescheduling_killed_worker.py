import os
import signal

import pytest
from django.db import transaction

from caseflow.applications import rescheduling
from caseflow.applications.models import Application, CalendarChange, Event
from caseflow.applications.states import State, Verb
from config.celery import app
from tests.applications.test_bulk_killed_worker import somebody_waits_for_us
from tests.centers.factories import holiday, published
from tests.factories import MONDAY, a_procedure, an_office, case_in
from tests.processes import celery_worker, eventually

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FILES, BATCH, HELD = 6, 2, 3


def kill_while_it_waits_for(case, process):
    """Holds one file, so that the worker stands still in the middle of a batch."""
    with transaction.atomic():
        Application.objects.lock(case.pk)
        app.send_task(rescheduling.TASK)
        eventually(somebody_waits_for_us)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def everything_is_moved():
    app.send_task(rescheduling.TASK)
    return CalendarChange.objects.exclude(finished_at=None).exists()


def moves():
    return Event.objects.filter(verb=Verb.RESCHEDULE).count()


def test_a_worker_killed_in_mid_calendar_change_repeats_and_loses_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("APPLICATIONS_CALENDAR_BATCH", str(BATCH))
    office, version = an_office(), a_procedure()
    cases = [case_in(State.RECEIVED, office, version=version) for _ in range(FILES)]
    begun = rescheduling.begin(published(holiday("2026-03-05")), at=MONDAY)
    app.control.purge()
    with celery_worker(tmp_path / "killed.log") as process:
        kill_while_it_waits_for(cases[HELD], process)
    assert moves() == rescheduling.progress(begun).moved == BATCH
    with celery_worker(tmp_path / "second.log"):
        eventually(everything_is_moved)
    assert moves() == rescheduling.progress(begun).moved == FILES
    assert Application.objects.filter(last_sequence=3).count() == FILES
