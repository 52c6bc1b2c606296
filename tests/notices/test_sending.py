"""Sending through a real mail server and a real gateway, and what happens when they fail."""

import hashlib
import hmac
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from django.db import connection

from caseflow.notices import tasks
from caseflow.notices.backends.outbox import OutboxBackend
from caseflow.notices.hints import Hint
from caseflow.notices.models import Delivery, Line, Message, OutboxItem
from caseflow.notices.resending import resend
from caseflow.notices.sending import deliver, lease_next, send_due
from caseflow.notices.states import Channel, Progress
from tests.applications.test_following import broker_at
from tests.notices.conftest import use
from tests.notices.letters import EMAIL, a_message, send, state_of, wake

FAILING = "caseflow.notices.backends.failing."

pytestmark = pytest.mark.django_db


def test_a_mail_arrives_with_subject_text_and_its_own_identifier(mail):
    message = a_message()
    send()
    ((address, content),) = mail.mails
    parsed = message_from_bytes(content)
    assert (address, str(make_header(decode_header(parsed["Subject"])))) == (EMAIL, "Đã nhận hồ sơ")
    assert parsed["Message-ID"] == f"<{message.reference}@localhost>"
    assert "Hồ sơ của ông/bà" in parsed.get_payload(decode=True).decode()
    assert state_of(message) == (Progress.SENT, "accepted")


def test_what_was_sent_is_not_sent_again(mail):
    a_message()
    assert (send(), send()) == (1, 0)
    assert len(mail.mails) == 1


def test_one_refused_address_does_not_stop_the_others(mail):
    mail.answers["nobody"] = "550 no such user nobody@example.vn"
    refused, others = a_message("nobody@example.vn"), [a_message(f"{n}@example.vn") for n in "ab"]
    send()
    assert state_of(refused) == (Progress.FAILED, "refused")
    assert [state_of(message)[0] for message in others] == [Progress.SENT] * 2
    assert Delivery.objects.get(message=refused).detail == "smtp 550"


def test_an_address_refused_for_good_is_not_tried_again(mail):
    mail.answers["nobody"] = "550 no such user"
    a_message("nobody@example.vn")
    send()
    assert send() == 0


def test_an_address_refused_for_now_is_tried_again_later(mail):
    mail.answers["full"] = "452 mailbox full"
    message = a_message("full@example.vn")
    send()
    assert state_of(message) == (Progress.WAITING, "postponed")
    assert Message.objects.get().next_attempt > datetime.now(UTC)
    mail.answers.clear()
    wake(message)
    send()
    assert state_of(message) == (Progress.SENT, "accepted")


def test_a_mail_server_that_is_down_is_tried_again_and_then_gets_everything(mail, settings):
    settings.EMAIL_PORT = 1
    messages = [a_message(f"{n}@example.vn") for n in "ab"]
    assert send() == 1
    settings.EMAIL_PORT = mail.port
    for message in messages:
        wake(message)
    assert send() == 2
    assert len(mail.mails) == 2


def test_a_line_whose_service_is_away_rests_longer_each_time(settings):
    use(settings, email=f"{FAILING}FailingBackend")
    message = a_message()
    rests = []
    for _attempt in range(3):
        wake(message)
        send()
        rests.append(Line.objects.get().free_from - datetime.now(UTC))
    assert rests[0] < rests[1] < rests[2]
    assert send_due(Channel.EMAIL) == 0


def test_a_slow_mail_server_is_not_waited_for(mail):
    mail.delay = 3
    message = a_message()
    send()
    assert state_of(message) == (Progress.WAITING, "unavailable")


def test_what_could_not_be_sent_within_the_term_is_given_up_visibly(mail):
    message = a_message(give_up_at=datetime.now(UTC))
    send()
    assert state_of(message) == (Progress.GIVEN_UP, "expired")
    assert mail.mails == []


def test_pauses_between_attempts_grow_and_stay_below_half_an_hour(settings):
    use(settings, email=f"{FAILING}BreakingBackend")
    message, pauses = a_message("broken@example.vn"), []
    for attempts in (0, 1, 5, 20):
        Message.objects.update(attempts=attempts, next_attempt=datetime.now(UTC))
        send()
        pauses.append(Message.objects.get().next_attempt - datetime.now(UTC))
    assert pauses == sorted(pauses)
    assert pauses[-1] <= timedelta(minutes=30)
    assert state_of(message)[0] == Progress.WAITING


def test_a_message_that_breaks_the_backend_does_not_stop_the_others(settings):
    use(settings, email=f"{FAILING}BreakingBackend")
    broken, fine = a_message("broken@example.vn"), a_message()
    send()
    assert state_of(broken) == (Progress.WAITING, "postponed")
    assert state_of(fine)[0] == Progress.SENT


def test_a_subject_with_a_line_break_cannot_add_a_header(mail):
    message = a_message(subject="Xin chào\nBcc: all@example.vn")
    send()
    assert state_of(message) == (Progress.FAILED, "refused")
    assert mail.mails == []


def test_a_slow_service_leaves_the_worker_free_between_runs(settings, monkeypatch):
    use(settings, email=f"{FAILING}SlowBackend")
    monkeypatch.setattr("caseflow.notices.sending.RUN_SECONDS", 0.1)
    messages = [a_message(f"{n}@example.vn") for n in "abc"]
    assert send() == 1
    assert [state_of(message)[0] for message in messages].count(Progress.WAITING) == 2


def test_a_text_message_is_signed_over_its_body_and_instant(gateway, settings):
    a_message("0912345678", channel=Channel.SMS)
    send(Channel.SMS)
    ((headers, body),) = gateway.taken
    instant, mark = (part.partition("=")[2] for part in headers["Signature"].split(","))
    key = settings.NOTICES_SMS_SECRET.encode()
    expected = hmac.new(key, f"{instant}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(mark, expected)
    assert gateway.texts[0]["to"] == "0912345678"


def test_a_text_message_keeps_its_reference_at_each_attempt(gateway):
    gateway.statuses["0912345678"] = 503
    message = a_message("0912345678", channel=Channel.SMS)
    send(Channel.SMS)
    assert state_of(message) == (Progress.WAITING, "unavailable")
    gateway.statuses.clear()
    wake(message)
    send(Channel.SMS)
    assert gateway.texts[0]["reference"] == str(message.reference)


def test_a_number_the_gateway_refuses_does_not_stop_the_others(gateway):
    gateway.statuses["0900000000"] = 422
    refused = a_message("0900000000", channel=Channel.SMS)
    fine = a_message("0912345678", channel=Channel.SMS)
    send(Channel.SMS)
    assert state_of(refused) == (Progress.FAILED, "refused")
    assert state_of(fine)[0] == Progress.SENT


@pytest.mark.parametrize("status", [401, 429, 500])
def test_a_gateway_that_takes_nothing_now_is_tried_again(gateway, status):
    gateway.statuses["0912345678"] = status
    message = a_message("0912345678", channel=Channel.SMS)
    send(Channel.SMS)
    assert state_of(message) == (Progress.WAITING, "unavailable")


def test_a_failing_gateway_does_not_hold_up_the_mail(mail, gateway):
    gateway.statuses["0912345678"] = 503
    a_message("0912345678", channel=Channel.SMS, occasion="tests/sms")
    a_message()
    send(Channel.SMS)
    send()
    assert len(mail.mails) == 1


def test_without_services_messages_are_kept_in_the_outbox(settings):
    use(settings, email="caseflow.notices.backends.outbox.OutboxBackend")
    message = a_message()
    send()
    assert OutboxItem.objects.get().reference == message.reference


def test_two_workers_send_a_message_once(transactional_db, settings):
    use(settings, email="caseflow.notices.backends.outbox.OutboxBackend")
    for number in range(20):
        a_message(f"{number}@example.vn")
    attempts: list[int] = []

    def work() -> None:
        while message := lease_next(Channel.EMAIL, now=datetime.now(UTC)):
            attempts.append(message.pk)
            deliver(message, OutboxBackend())
        connection.close()

    workers = [threading.Thread(target=work) for _worker in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(attempts) == len(set(attempts)) == 20


def test_a_worker_killed_while_sending_leaves_the_message_to_the_next(mail):
    message = a_message()
    lease_next(Channel.EMAIL, now=datetime.now(UTC) - timedelta(seconds=61))
    send()
    assert state_of(message)[0] == Progress.SENT


def test_only_one_worker_is_on_a_line(mail):
    a_message()
    Line.objects.take(
        Channel.EMAIL, now=datetime.now(UTC), until=datetime.now(UTC) + timedelta(minutes=1)
    )
    assert send_due(Channel.EMAIL) == 0
    assert mail.mails == []


def test_a_refused_message_is_sent_again_to_the_address_as_it_now_is(office, mail):
    message = a_message("old@example.vn", state=Progress.FAILED, outcome="refused")
    resend(message, by=office.clerk.account, at=datetime.now(UTC))
    send()
    assert state_of(message) == (Progress.SENT, "accepted")
    assert Delivery.objects.filter(outcome="asked_again", by=office.clerk.account).exists()


def test_nothing_personal_reaches_the_log(mail, settings, caplog):
    mail.answers["nobody"] = "550 no such user nobody@example.vn"
    a_message("nobody@example.vn")
    send()
    use(settings, email=f"{FAILING}BreakingBackend")
    a_message("broken@example.vn")
    send()
    assert "example.vn" not in caplog.text


def test_a_broker_that_is_away_costs_seconds_and_no_message(settings, caplog):
    use(settings, email="caseflow.notices.backends.outbox.OutboxBackend")
    with broker_at("redis://127.0.0.1:1/0"):
        Hint()(Channel.EMAIL)
    assert "the sweep will find it" in caplog.text
    message = a_message()
    tasks.send("email")
    assert state_of(message)[0] == Progress.SENT


def test_beat_sweeps_every_line(settings):
    swept = {
        entry["args"][0]
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
        if entry["task"] == "notices.send"
    }
    assert swept == set(settings.NOTICES_BACKENDS)
