"""What a gateway tells us: verified, compared with our own order, kept once, and logged."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from django.db import transaction

from caseflow.payments import telling
from caseflow.payments.backends.base import ForgedNotice, Notice
from caseflow.payments.gateways import gateway
from caseflow.payments.models import GatewayNotice, Payment, Receipt
from caseflow.payments.ordering import settle
from caseflow.payments.states import PAYABLE, Finding, Method, PaymentState

REFERENCE = re.compile(r"(?P<number>\d{16,20})T(?P<attempt>\d{1,5})", re.ASCII)
#: What we keep of a transaction's name; whatever else stands there is no name of one.
TRANSACTION = re.compile(r"[0-9A-Za-z._-]{1,60}", re.ASCII)


@transaction.atomic
def receive(parameters: Mapping[str, str], *, at: datetime) -> dict[str, str]:
    """The answer in the gateway's codes; a notice that comes twice or late changes nothing."""
    speaker = gateway()
    try:
        notice = speaker.read(parameters)
    except ForgedNotice:
        record(parameters, Finding.FORGED, None, at=at)
        return speaker.answer(Finding.FORGED)
    finding = confirm(notice, at=at)
    record(parameters, finding, notice, at=at)
    return speaker.answer(finding)


def confirm(notice: Notice, *, at: datetime) -> Finding:
    order = order_named(notice.reference)
    if order is None:
        return Finding.UNKNOWN_ORDER
    if notice.amount != order.amount:
        return Finding.WRONG_AMOUNT
    if not notice.is_paid or not TRANSACTION.fullmatch(notice.transaction):
        return Finding.DECLINED
    return keep(notice, order, at=at)


def order_named(reference: str) -> Payment | None:
    """The order, locked, if somebody was ever sent to the gateway under this reference."""
    named = REFERENCE.fullmatch(reference)
    if named is None:
        return None
    try:
        order = Payment.objects.lock(named["number"])
    except Payment.DoesNotExist:
        return None
    return order if 1 <= int(named["attempt"]) <= order.attempts else None


def keep(notice: Notice, order: Payment, *, at: datetime) -> Finding:
    """The money, even where the case cannot take it any more: it came, and may have to go back."""
    known = Receipt.objects.filter(method=Method.ONLINE, reference=notice.transaction)
    if known.exists():
        return Finding.REPEATED
    receipt = Receipt.objects.create(
        payment=order,
        method=Method.ONLINE,
        reference=notice.transaction,
        amount=order.amount,
        received_at=moment_of(notice, order, at=at),
    )
    if order.state in PAYABLE:
        settle(order, PaymentState.PAID, at=receipt.received_at)
    # Should this come to nothing, the sweep finds the row.
    transaction.on_commit(partial(telling.tell, receipt.pk, at=at), robust=True)
    return Finding.CONFIRMED


def moment_of(notice: Notice, order: Payment, *, at: datetime) -> datetime:
    """When the payer paid, by the gateway's clock, within what is possible by ours."""
    return min(max(notice.paid_at or at, order.opened_at), at)


def record(
    parameters: Mapping[str, str], finding: Finding, notice: Notice | None, *, at: datetime
) -> None:
    GatewayNotice.objects.create(
        received_at=at,
        reference=notice.reference if notice and REFERENCE.fullmatch(notice.reference) else "",
        transaction=name_of(notice),
        amount=notice.amount if notice else None,
        finding=finding,
        digest=hashlib.sha256(urlencode(sorted(parameters.items())).encode()).hexdigest(),
    )


def name_of(notice: Notice | None) -> str:
    named = notice and TRANSACTION.fullmatch(notice.transaction)
    return named[0] if named else ""
