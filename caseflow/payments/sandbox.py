"""The gateway of the tree, for trials and demonstrations: it takes no money and keeps a book.

It speaks the protocol of `backends.vnpay` from the other side: it checks our signature, and signs
what it sends back with the secret of the sandbox.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from caseflow.payments import receiving
from caseflow.payments.backends.base import ForgedNotice
from caseflow.payments.backends.sandbox import SandboxGateway
from caseflow.payments.backends.vnpay import UNIT, in_dong, in_hanoi, refuse_forged, signed
from caseflow.payments.models import SandboxPayment
from caseflow.payments.starting import BadReturnAddress, own_address

PAID, CANCELLED = "00", "24"


@dataclass(frozen=True, slots=True)
class Bill:
    """What somebody who was sent here is asked to pay."""

    reference: str
    amount: int
    description: str
    return_url: str


def bill_in(parameters: Mapping[str, str]) -> Bill:
    """Raises ForgedNotice for a request that we did not sign."""
    gateway = SandboxGateway()
    refuse_forged(parameters, gateway.secret)
    amount = in_dong(parameters.get("vnp_Amount", ""))
    try:
        back = own_address(parameters.get("vnp_ReturnUrl", ""))
    except BadReturnAddress:
        raise ForgedNotice from None
    if amount is None or parameters.get("vnp_TmnCode") != gateway.merchant:
        raise ForgedNotice
    reference, info = parameters.get("vnp_TxnRef", ""), parameters.get("vnp_OrderInfo", "")
    return Bill(reference, amount, info, back)


def pay(bill: Bill, *, at: datetime, delayed: bool = False) -> str:
    """Takes the payment once and says where to go back; delayed, the notice comes later."""
    wait = timedelta(seconds=settings.PAYMENTS_SANDBOX_DELAY_SECONDS if delayed else 0)
    fresh = {"amount": bill.amount, "paid_at": at, "notify_at": at + wait}
    payment, _new = SandboxPayment.objects.get_or_create(reference=bill.reference, defaults=fresh)
    if not delayed:
        notify(payment, at=at)
    return with_parameters(bill.return_url, told_of(payment))


def cancel(bill: Bill) -> str:
    """Nothing was paid, and the one who comes back says so."""
    told = {
        "vnp_TmnCode": SandboxGateway().merchant,
        "vnp_TxnRef": bill.reference,
        "vnp_Amount": str(bill.amount * UNIT),
        "vnp_ResponseCode": CANCELLED,
        "vnp_TransactionStatus": "02",
        "vnp_TransactionNo": "0",
    }
    return with_parameters(bill.return_url, told)


def told_of(payment: SandboxPayment) -> dict[str, str]:
    return {
        "vnp_TmnCode": SandboxGateway().merchant,
        "vnp_TxnRef": payment.reference,
        "vnp_Amount": str(payment.amount * UNIT),
        "vnp_ResponseCode": PAID,
        "vnp_TransactionStatus": PAID,
        "vnp_TransactionNo": transaction_of(payment),
        "vnp_PayDate": in_hanoi(payment.paid_at),
    }


def transaction_of(payment: SandboxPayment) -> str:
    return f"SB{payment.transaction:08}"


def with_parameters(address: str, told: Mapping[str, str]) -> str:
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode(signed(told, SandboxGateway().secret))}"


@transaction.atomic
def notify(payment: SandboxPayment, *, at: datetime) -> None:
    """The server notice; sent into the same door a real gateway's comes through."""
    receiving.receive(signed(told_of(payment), SandboxGateway().secret), at=at)
    SandboxPayment.objects.filter(pk=payment.pk).update(notified_at=at)


def send_due(*, at: datetime) -> None:
    for payment in SandboxPayment.objects.filter(notified_at=None, notify_at__lte=at):
        notify(payment, at=at)


def statement(day: date) -> Iterator[tuple[str, str, int, str]]:
    """What a gateway hands out in the evening: transaction, reference, amount, instant."""
    paid = SandboxPayment.objects.filter(paid_at__date=day).order_by("pk")
    for payment in paid:
        moment = timezone.localtime(payment.paid_at).isoformat()
        yield transaction_of(payment), payment.reference, payment.amount, moment
