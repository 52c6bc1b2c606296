"""Each morning: a message in the queue of notices for every subscription that is due, once.

The message holds no figure. What it says is made when it leaves (`letters`), so that a right that
ended meanwhile is honoured. Message and next date stand in one transaction, and the occasion names
subscription and morning, so whoever is killed or comes twice writes it once.
"""

from datetime import date, datetime
from functools import partial

from django.db import transaction

from caseflow.indicators.days import office_day
from caseflow.notices.hints import hint
from caseflow.notices.models import Message
from caseflow.notices.recipients import staff
from caseflow.notices.states import Channel
from caseflow.notices.telling import Occasion, message_to
from caseflow.reports.models import Subscription
from caseflow.reports.subscriptions.rhythms import next_after
from caseflow.reports.subscriptions.wording import composed

OCCASION = "report/"


def write_due(*, at: datetime) -> int:
    """How many messages were written."""
    written = 0
    while write_next(at=at):
        written += 1
    return written


@transaction.atomic
def write_next(*, at: datetime) -> bool:
    """False when nothing is due, or other workers are at all of it."""
    today = office_day(at)
    rows = Subscription.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    due = rows.due(today).select_related("owner", "center", "procedure").first()
    if due is None:
        return False
    message = message_of(due, today, at=at)
    Message.objects.bulk_create([message], ignore_conflicts=True)
    due.next_on = next_after(due.rhythm, today)
    due.save(update_fields=["next_on"])
    transaction.on_commit(partial(hint, Channel.EMAIL), robust=True)
    return True


def message_of(subscription: Subscription, morning: date, *, at: datetime) -> Message:
    (person,) = staff([subscription.owner])
    occasion = Occasion(
        name=f"{OCCASION}{subscription.pk}/{morning}",
        at=at,
        composed=lambda language: composed(subscription, morning, language),
    )
    return message_to(person, Channel.EMAIL, occasion)


def named_by(message: Message) -> tuple[int, date]:
    """The subscription and the morning of which a message is."""
    pk, _separator, morning = message.occasion.removeprefix(OCCASION).partition("/")
    return int(pk), date.fromisoformat(morning)
