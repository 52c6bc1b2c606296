"""A worker that dies with a batch in its hands: the next one neither repeats nor skips."""

import os
import signal
import time

import pytest
from django.conf import settings

from caseflow.applications.models import Event
from caseflow.applications.states import State, Verb
from caseflow.issuing.models import Result, SigningBatch
from caseflow.issuing.signing_orders import batches
from caseflow.issuing.states import KeyPlace
from config.celery import app
from tests.factories import MONDAY, a_procedure, an_office
from tests.issuing.inboxes import decided, state_of, waiting_order
from tests.journeys import signers
from tests.processes import celery_worker, eventually

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ENDLESS = "tests.journeys.signers.EndlessBackend"


def is_finished():
    app.send_task(batches.TASK)
    time.sleep(0.4)
    return SigningBatch.objects.exclude(finished_at=None).exists()


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """What workers of their own read: the keys and files of this test."""
    places = {
        "CASEFLOW_VAR_DIR": tmp_path,
        "CASEFLOW_FILES_DIR": tmp_path / "files",
        "SIGNATURES_PKCS12_FILE": settings.SIGNATURES_PKCS12_FILE,
        "SIGNATURES_PKCS12_DIR": settings.SIGNATURES_PKCS12_DIR,
        "SIGNATURES_TRUST_DIR": settings.SIGNATURES_TRUST_DIR,
        "ISSUING_SIGNING_LEASE_SECONDS": 2,
        "CASEFLOW_DEMONSTRATION": "true",
        "SIGNATURES_LEVEL": "PAdES-B-B",
    }
    for name, value in places.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    return monkeypatch


def killed_in_the_middle(log):
    with celery_worker(log) as process:
        app.send_task(batches.TASK)
        eventually(signers.mark().exists)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_worker_killed_in_mid_batch_signs_each_result_once(environment, tmp_path):
    office, version = an_office(), a_procedure()
    decided(office, KeyPlace.CONFIRMED)
    orders = [waiting_order(office, version=version) for _ in range(2)]
    chosen = batches.choose([order.pk for order in orders], actor=office.leader, at=MONDAY)
    batches.confirm(chosen, at=MONDAY)
    environment.setenv("SIGNATURES_BACKEND", ENDLESS)
    killed_in_the_middle(tmp_path / "killed.log")
    environment.delenv("SIGNATURES_BACKEND")
    with celery_worker(tmp_path / "second.log"):
        eventually(is_finished)
    assert {state_of(order) for order in orders} == {("issued", State.ISSUED)}
    assert Event.objects.filter(verb=Verb.ISSUE).count() == Result.objects.count() == 2
