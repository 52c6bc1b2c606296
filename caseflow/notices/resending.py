"""Trying again what was refused or given up, at the address as it stands in the file now."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from caseflow.applications.models import Application
from caseflow.notices.hints import hint
from caseflow.notices.models import Delivery, Message
from caseflow.notices.recipients import recipients_of
from caseflow.notices.states import TROUBLED, Channel, Outcome, Progress
from caseflow.notices.telling import OF_CASE, term


def resend_all(messages: Iterable[Message], *, by: int, at: datetime) -> int:
    """How many will be tried again."""
    return sum(resend(message, by=by, at=at) for message in messages)


@transaction.atomic
def resend(message: Message, *, by: int, at: datetime) -> bool:
    """False where it was sent meanwhile, was emptied, or there still is no address."""
    rows = Message.objects.select_for_update(of=("self",)).filter(pk=message.pk, body__gt="")
    found: Message | None = rows.filter(state__in=TROUBLED).first()
    if found is None or not (address := present_address(found)):
        return False
    found.address, found.state, found.outcome = address, Progress.WAITING, ""
    found.attempts, found.next_attempt, found.give_up_at = 0, at, at + term()
    found.save()
    Delivery.objects.create(message=found, at=at, outcome=Outcome.ASKED_AGAIN, by_id=by)
    transaction.on_commit(lambda: hint(Channel(found.channel)), robust=True)
    return True


def present_address(message: Message) -> str:
    """Of the file's people as declared today; a reminder keeps its own."""
    if message.application_id is None:
        return message.address
    case = Application.objects.select_related(*OF_CASE).get(pk=message.application_id)
    for person in recipients_of(case):
        if person.kind == message.recipient:
            return person.address(Channel(message.channel))
    return message.address
