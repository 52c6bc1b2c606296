"""The whole way through a real worker: from the filing to the mail server."""

import time
from datetime import timedelta

import pytest
from celery import current_app

from caseflow.applications.following import take
from caseflow.applications.models import Event
from caseflow.notices.following import FOLLOWER
from caseflow.notices.models import Message
from caseflow.notices.states import Progress
from tests.factories import an_office, filed_case
from tests.notices.letters import EMAIL
from tests.processes import celery_worker

PATIENCE = 60


@pytest.fixture
def mailing_worker(transactional_db, mail, monkeypatch, tmp_path):
    # What earlier tests left in the queue would be worked off first.
    current_app.control.purge()
    monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{mail.port}")
    with celery_worker(tmp_path / "worker.log") as process:
        yield process


def test_a_filing_is_mailed_within_ten_seconds(mailing_worker, mail):
    case = filed_case(an_office(), email=EMAIL)
    # Discovery waits for every transaction on this server; what follows it is timed here.
    take(FOLLOWER, list(Event.objects.all()))
    current_app.send_task("applications.follow", ["notices"])
    until = time.monotonic() + PATIENCE
    while not Message.objects.filter(state=Progress.SENT) and time.monotonic() < until:
        time.sleep(0.1)
    message = Message.objects.get()
    assert message.sent_at - message.created_at < timedelta(seconds=10)
    ((address, content),) = mail.mails
    assert (address, case.number.encode() in content) == (EMAIL, True)
