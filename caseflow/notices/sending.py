"""Sending what waits: one by one under a lease, retried with growing pauses, given up visibly.

Exactly once as far as the outside allows: a worker killed between the service's yes and our note
of it has the message sent again after the lease, under the same reference, by which the service
and the mailbox can tell.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from caseflow.notices import codes
from caseflow.notices.backends.base import Backend, Letter, Refused, Unavailable
from caseflow.notices.hints import hint
from caseflow.notices.models import Delivery, Line, Message
from caseflow.notices.states import Channel, Outcome, Progress

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=30)
LONGEST_REST = timedelta(minutes=5)
#: After so many seconds a run ends and queues again behind others, so that a slow service never
#: keeps a worker from signing and counting.
RUN_SECONDS = 5.0


def send_due(channel: Channel) -> int:
    """One run along the line of this channel; the number of attempts."""
    attempts, until = 0, monotonic() + RUN_SECONDS
    codes.write_messages(at=timezone.now())
    give_up_expired(channel, now=timezone.now())
    with line(channel) as is_ours:
        if not is_ours:
            return 0
        with backend_for(channel) as backend:
            for message in leased(channel):
                attempts += 1
                deliver(message, backend)
                if monotonic() > until:
                    break
    if Message.objects.due(channel, timezone.now()).exists():
        hint(channel)
    return attempts


def backend_for(channel: Channel) -> Backend:
    kind = import_string(settings.NOTICES_BACKENDS[channel])
    backend: Backend = kind()
    return backend


@contextmanager
def line(channel: Channel) -> Iterator[bool]:
    """The line, if nobody is on it; it rests after its service was away."""
    now = timezone.now()
    if not Line.objects.take(channel, now=now, until=now + lease()):
        yield False
        return
    try:
        yield True
    except Unavailable:
        Line.objects.rest(channel, now=timezone.now(), longest=LONGEST_REST)
    else:
        Line.objects.free(channel, now=timezone.now())


def leased(channel: Channel) -> Iterator[Message]:
    """Messages that are due, each marked so that nobody else takes it for the time of a lease."""
    while message := lease_next(channel, now=timezone.now()):
        yield message


@transaction.atomic
def lease_next(channel: Channel, *, now: datetime) -> Message | None:
    due = Message.objects.due(channel, now).select_for_update(skip_locked=True, of=("self",))
    message: Message | None = due.first()
    if message:
        message.next_attempt, message.attempts = now + lease(), message.attempts + 1
        message.save(update_fields=["next_attempt", "attempts"])
    return message


def lease() -> timedelta:
    """Longer than a run may take; see the time limit of the task."""
    return timedelta(seconds=settings.NOTICES_LEASE_SECONDS)


def deliver(message: Message, backend: Backend) -> None:
    """One attempt; raises `Unavailable` after noting it, since the others would fail as well."""
    try:
        detail = backend.send(letter_of(message))
    except Refused as refused:
        settle(message, Progress.FAILED, Outcome.REFUSED, refused.detail)
    except Unavailable as away:
        postpone(message, Outcome.UNAVAILABLE, away.detail)
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is: it stays visible and is tried again)
        log.warning("Message %s failed: %s", message, type(error).__name__)
        postpone(message, Outcome.POSTPONED, type(error).__name__)
    else:
        settle(message, Progress.SENT, Outcome.ACCEPTED, detail)
        if message.wording == codes.KEY:
            codes.was_sent(message, at=timezone.now())


def letter_of(message: Message) -> Letter:
    """As it was written; some kinds of message get their words only now."""
    letter = Letter(
        reference=str(message.reference),
        channel=Channel(message.channel),
        address=message.address,
        subject=message.subject,
        body=codes.body_with_code(message) if message.wording == codes.KEY else message.body,
        language=message.language,
        account=message.account_id,
    )
    finish = settings.NOTICES_FINISHED_AT_SENDING.get(message.wording)
    finished: Letter = import_string(finish)(message, letter) if finish else letter
    return finished


def settle(message: Message, state: Progress, outcome: Outcome, detail: str) -> None:
    now = timezone.now()
    sent_at = now if state == Progress.SENT else None
    note(message, outcome, detail, at=now, state=state, sent_at=sent_at)


def postpone(message: Message, outcome: Outcome, detail: str) -> None:
    now = timezone.now()
    pause = min(FIRST_PAUSE * 2 ** min(message.attempts - 1, 12), LONGEST_PAUSE)
    note(message, outcome, detail, at=now, next_attempt=now + pause)


@transaction.atomic
def note(
    message: Message, outcome: Outcome, detail: str, *, at: datetime, **changes: object
) -> None:
    # Another worker may have sent it meanwhile, if the lease ran out.
    waiting = Message.objects.filter(pk=message.pk, state=Progress.WAITING)
    waiting.update(outcome=outcome, **changes)
    Delivery.objects.create(message=message, at=at, outcome=outcome, detail=detail[:60])


def give_up_expired(channel: Channel, *, now: datetime) -> int:
    waiting = Message.objects.filter(channel=channel, state=Progress.WAITING, give_up_at__lte=now)
    return waiting.update(state=Progress.GIVEN_UP, outcome=Outcome.EXPIRED)
