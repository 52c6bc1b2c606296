"""Sending somebody to the gateway: each attempt under a reference of its own."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models import Application
from caseflow.applications.states import State
from caseflow.payments.backends.base import Order
from caseflow.payments.gateways import gateway
from caseflow.payments.models import Payment
from caseflow.payments.states import PaymentState

#: The page that tells people who come back how their payment stands.
RETURN_PATH = "/payments/return/"
#: Seen on bank statements, so without accents; it names the order and nobody.
DESCRIPTION = "Nop phi, le phi thu tuc hanh chinh, lenh {number}"
REASONS: dict[str, Promise] = {
    PaymentState.PAID: _("This order is paid already."),
    PaymentState.REFUNDED: _("The money of this order was paid back; nothing is open."),
    PaymentState.REFUND_DUE: _("This order is paid already; money of it is to be refunded."),
    PaymentState.CANCELLED: _("The application ended; nothing has to be paid any more."),
    PaymentState.EXPIRED: _("The time to pay this order online is over; pay at the centre."),
}


class PaymentRefused(Exception):
    """Nobody is sent to the gateway for this order; `rule` says why."""

    def __init__(self, rule: str, message: str | Promise) -> None:
        super().__init__(str(message))
        self.rule, self.message = rule, message


class BadReturnAddress(ValueError):  # noqa: N818
    """People are brought back to our own site only."""


def start(
    number: str, *, at: datetime, client: str = "", language: str = "vi", return_url: str = ""
) -> str:
    """The gateway's address for the payer; the attempt is kept before anybody is sent there."""
    back = own_address(return_url)
    order = attempted(number, at=at)
    return gateway().address_for(
        Order(
            reference=order.reference,
            amount=order.amount,
            description=DESCRIPTION.format(number=order.number),
            opened_at=at,
            expires_at=at + timedelta(minutes=settings.PAYMENTS_ATTEMPT_MINUTES),
        ),
        return_url=back,
        client=client,
        language=language,
    )


@transaction.atomic
def attempted(number: str, *, at: datetime) -> Payment:
    order = Payment.objects.lock(number)
    refuse_unless_payable(order, at=at)
    order.attempts += 1
    order.save(update_fields=["attempts"])
    return order


def refuse_unless_payable(order: Payment, *, at: datetime) -> None:
    state = order.state
    if state == PaymentState.OPEN and order.expires_at <= at:
        state = PaymentState.EXPIRED
    elif state == PaymentState.OPEN and not is_awaited(order):
        # The chain is ahead of the orders by a moment.
        state = PaymentState.CANCELLED
    if state != PaymentState.OPEN:
        raise PaymentRefused(state, REASONS[state])


def is_awaited(order: Payment) -> bool:
    cases = Application.objects.filter(pk=order.application_id, state=State.PAYMENT_DUE)
    is_waiting: bool = cases.exists()
    return is_waiting


def own_address(return_url: str) -> str:
    site = settings.CASEFLOW_PUBLIC_URL.rstrip("/")
    if not return_url:
        return site + RETURN_PATH
    ours, given = urlsplit(site), urlsplit(return_url)
    if (given.scheme, given.netloc) != (ours.scheme, ours.netloc) or "\\" in return_url:
        raise BadReturnAddress(return_url)
    return return_url
