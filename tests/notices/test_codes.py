"""One-time codes: sent to the person, kept nowhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from caseflow.applications import helping
from caseflow.applications.models import HelperSession
from caseflow.notices.models import Delivery, Message
from caseflow.notices.states import Channel, Progress
from tests.factories import IDENTITY, a_citizen
from tests.notices.letters import EMAIL, send, state_of


@pytest.fixture
def asked(office):
    """A clerk asks for the code of somebody without an account."""
    return helping.ask(
        actor=office.clerk, identity="025184000777", phone="0912345678", at=timezone.now()
    )


def test_a_code_reaches_the_telephone_of_who_has_no_account(gateway, asked):
    send(Channel.SMS)
    (text,) = gateway.texts
    assert (text["to"], asked.code in text["text"]) == ("0912345678", True)
    assert HelperSession.objects.get().delivered_at is not None


def test_a_code_reaches_the_mailbox_of_who_has_an_account(mail, office):
    mai = a_citizen()
    mai.email = EMAIL
    mai.save()
    session = helping.ask(actor=office.clerk, identity=IDENTITY, at=timezone.now())
    send()
    assert session.code.encode() in mail.mails[0][1]


def test_a_code_is_in_no_row_and_no_log(gateway, asked, caplog):
    gateway.statuses["0912345678"] = 503
    send(Channel.SMS)
    rows = [
        *Message.objects.values_list("subject", "body"),
        *Delivery.objects.values_list("detail"),
    ]
    assert all(asked.code not in part for row in rows for part in row)
    assert "{code}" in Message.objects.get().body
    assert asked.code not in caplog.text


def test_a_code_is_sent_once(gateway, asked):
    for _run in range(3):
        send(Channel.SMS)
    assert len(gateway.texts) == 1


def test_a_code_that_opens_nothing_any_more_is_not_sent(gateway, asked):
    gateway.statuses["0912345678"] = 503
    send(Channel.SMS)
    gateway.statuses.clear()
    helping.end(asked, at=timezone.now())
    Message.objects.update(next_attempt=timezone.now())
    send(Channel.SMS)
    assert gateway.texts == []
    assert state_of(Message.objects.get())[0] == Progress.FAILED


def test_an_expired_code_is_given_up(gateway, asked):
    gateway.statuses["0912345678"] = 503
    send(Channel.SMS)
    Message.objects.update(give_up_at=timezone.now() - timedelta(seconds=1))
    send(Channel.SMS)
    assert state_of(Message.objects.get()) == (Progress.GIVEN_UP, "expired")
