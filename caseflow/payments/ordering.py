"""Orders follow the chain: each request for payment has one, and what came after it closes it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from caseflow.applications.models import Event, Statement
from caseflow.applications.states import Origin, Verb
from caseflow.payments.models import Payment, Receipt
from caseflow.payments.states import PAYABLE, Method, PaymentState

#: What opens an order, and what ends the waiting for money.
FOLLOWED = (Verb.REQUEST_PAYMENT, Verb.PAY, Verb.WITHDRAW, Verb.STOP)


def keep_up(case: int) -> None:
    """Brings the orders of a case up to its chain; may be repeated, and come in any order."""
    events = list(Event.objects.filter(application=case, verb__in=FOLLOWED).order_by("sequence"))
    for place, event in enumerate(events):
        if event.verb == Verb.REQUEST_PAYMENT and event.origin == Origin.LIVE:
            order = order_for(event)
            if ending := next(iter(events[place + 1 :]), None):
                close(order.number, ending)


def order_for(event: Event) -> Payment:
    """The one order of this request, however many workers ask for it at once."""
    fresh = {
        "number": number_of(event),
        "application_id": event.application_id,
        "amount": event.payload["amount"],
        "lines": lines_of(event),
        "opened_at": event.at,
        "expires_at": event.at + timedelta(days=settings.PAYMENTS_ORDER_DAYS),
    }
    order, _created = Payment.objects.get_or_create(event=event, defaults=fresh)
    return order


def number_of(event: Event) -> str:
    """Day and event: unique, short enough for any gateway, and silent about person and file."""
    return f"{timezone.localdate(event.at, timezone.get_default_timezone()):%y%m%d}{event.pk:010}"


def lines_of(event: Event) -> list[dict[str, Any]]:
    said = Statement.objects.filter(event=event).first()
    lines: Sequence[dict[str, Any]] = said.body.get("lines", ()) if said else ()
    return list(lines)


@transaction.atomic
def close(number: str, ending: Event) -> None:
    order = Payment.objects.lock(number)
    if ending.verb != Verb.PAY:
        if order.state in PAYABLE:
            settle(order, PaymentState.CANCELLED, at=ending.at)
    elif not ending.payload.get("online"):
        take_cash(order, ending)


def take_cash(order: Payment, paid: Event) -> None:
    _receipt, is_new = Receipt.objects.get_or_create(
        payment=order,
        method=Method.COUNTER,
        defaults={
            "reference": paid.payload.get("reference", ""),
            "amount": order.amount,
            "received_at": paid.at,
            "told_at": paid.at,
        },
    )
    # Money from the gateway may have come as well; what becomes of that, `telling` decides.
    if is_new and order.state in PAYABLE:
        settle(order, PaymentState.PAID, at=paid.at)


def settle(order: Payment, state: PaymentState, *, at: datetime) -> None:
    order.state, order.closed_at = state, at
    order.save(update_fields=["state", "closed_at"])


def expire(*, at: datetime) -> int:
    """Closes the online way of orders nobody paid in time; the counter still takes them."""
    late = Payment.objects.overdue(at)
    return late.update(state=PaymentState.EXPIRED, closed_at=at)
