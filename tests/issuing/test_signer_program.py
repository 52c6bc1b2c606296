"""The program on a leader's computer, as a process, against a real server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from caseflow.accounts.models import Role
from caseflow.applications.states import State
from caseflow.issuing.models import SigningBatch
from caseflow.issuing.signing_orders import batches
from caseflow.issuing.states import KeyPlace
from tests.factories import MONDAY, PASSWORD, a_procedure, an_office
from tests.issuing.inboxes import Device, decided, state_of, waiting_order

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAM = Path(settings.BASE_DIR) / "bin/signer.py"
PIN = "2468"
ISSUED, WAITS = ("issued", State.ISSUED), ("waiting", State.DECIDED)


@pytest.fixture
def office():
    office = an_office()
    decided(office, KeyPlace.DEVICE)
    return office


@pytest.fixture
def run(live_server, tmp_path, office):
    """Starts the program for the leader; answers its exit code and what it said."""

    def run(device, *words, password=PASSWORD):
        file = tmp_path / "key.p12"
        file.write_bytes(device.archive(PIN))
        user = office.colleague(Role.LEADER).username
        given = ["--server", live_server.url, "--user", user, "--pkcs12", str(file)]
        environment = os.environ | {"SIGNER_PIN": PIN, "CASEFLOW_PASSWORD": password}
        command = [sys.executable, PROGRAM, *given, "--language", "en", "--yes", *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr

    return run


def test_it_signs_what_was_confirmed_at_the_desk_and_then_all(office, run):
    token, version = Device(office.colleague(Role.LEADER)), a_procedure()
    first, second = (waiting_order(office, version=version) for _ in range(2))
    chosen = batches.choose([first.pk], actor=office.leader, at=MONDAY)
    batches.confirm(chosen, at=MONDAY)
    code, told = run(token)
    assert (code, "Signed 1, refused 0." in told) == (0, True), told
    assert (state_of(first), state_of(second)) == (ISSUED, WAITS)
    assert SigningBatch.objects.get().finished_at
    assert run(token, "--all")[0] == 0
    assert state_of(second) == ISSUED


def test_it_says_why_nothing_was_signed(office, run):
    order, leader = waiting_order(office), office.colleague(Role.LEADER)
    code, told = run(Device(leader, registered=False), "--all")
    assert (code, "not registered in your name" in told) == (1, True), told
    code, told = run(Device(leader), password="wrong")
    assert (code, "do not match" in told) == (2, True), told
    assert state_of(order) == WAITS
