"""Telling the case of money that came: once, and again until it was told."""

import logging
from datetime import datetime

from django.db import transaction

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Verb
from caseflow.payments.models import Payment, Receipt
from caseflow.payments.ordering import settle
from caseflow.payments.states import PaymentState

log = logging.getLogger(__name__)
PAYMENTS = Actor.system("payments")


@transaction.atomic
def tell(receipt_id: int, *, at: datetime) -> None:
    """The verb and our own row in one transaction; of several that try, one finds it to do."""
    receipt = Receipt.objects.select_related("payment").get(pk=receipt_id)
    order = Payment.objects.lock(receipt.payment.number)
    receipt = Receipt.objects.get(pk=receipt_id)
    if receipt.told_at:
        return
    if not taken(order, receipt):
        receipt.refund_due = True
        settle(order, PaymentState.REFUND_DUE, at=order.closed_at or at)
    receipt.told_at = at
    receipt.save(update_fields=["told_at", "refund_due"])


def taken(order: Payment, receipt: Receipt) -> bool:
    """Whether the case still waited for this order's money, and has it now."""
    case = Application.objects.lock(order.application_id)
    requests = Event.objects.of(case).filter(verb=Verb.REQUEST_PAYMENT)
    if requests.values_list("pk", flat=True).last() != order.event_id:
        return False
    # The payer's instant counts, unless the office has acted on the file since.
    at = max(receipt.received_at, case.last_event_at)
    try:
        lifecycle.pay(case.pk, actor=PAYMENTS, at=at, online=True, reference=order.number)
    except DeedRefused:
        return False
    return True


def sweep(*, at: datetime) -> int:
    """Whatever was not told at once; one that fails is tried again next time and blocks none."""
    untold = Receipt.objects.untold().values_list("pk", flat=True)[:1000]
    for receipt_id in untold:
        try:
            tell(receipt_id, at=at)
        except Exception as error:  # noqa: BLE001 (whatever it is: the row stays and is tried again)
            log.warning("Receipt %s is not told yet: %s", receipt_id, type(error).__name__)
    return len(untold)
