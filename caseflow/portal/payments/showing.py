"""What a payer is shown of an order, ready to print."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.payments import gateways
from caseflow.payments.models import Payment, Receipt
from caseflow.payments.states import PaymentState

SENTENCES: dict[str, Promise] = {
    PaymentState.OPEN: _("You can pay online now, or at the centre."),
    PaymentState.PAID: _("Paid. The office goes on with your application."),
    PaymentState.EXPIRED: _("The time to pay online is over; please pay at the centre."),
    PaymentState.CANCELLED: _("The application ended; nothing has to be paid any more."),
    PaymentState.REFUND_DUE: _(
        "Your money came when the application could not take it any more. The centre pays it back."
    ),
    PaymentState.REFUNDED: _("Your money was paid back."),
}
AT_THE_COUNTER = _("Please pay at the centre; nothing is taken online at present.")


@dataclass(frozen=True, slots=True)
class Shown:
    order: Payment
    sentence: str | Promise
    may_pay: bool
    receipts: list[Receipt]

    @property
    def is_receipt(self) -> bool:
        return self.order.state == PaymentState.PAID


def shown(orders: Iterable[Payment], *, at: datetime) -> Iterator[Shown]:
    for order in orders:
        state = PaymentState(order.state)
        if state == PaymentState.OPEN and order.expires_at <= at:
            state = PaymentState.EXPIRED
        is_open = state == PaymentState.OPEN
        is_online = gateways.is_set_up()
        sentence = SENTENCES[state] if is_online or not is_open else AT_THE_COUNTER
        yield Shown(order, sentence, is_open and is_online, list(order.receipts.all()))
