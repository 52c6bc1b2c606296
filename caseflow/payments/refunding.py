"""Money that has to go back: that it went, with its proof and who gave it."""

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.applications.actors import Actor
from caseflow.payments.models import Payment, Refund
from caseflow.payments.states import PaymentState


class RefundRefused(Exception):
    """No money of this order has to go back, or not any more."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))


NOTHING_DUE = _("No money of this order has to be refunded, or somebody has done it meanwhile.")


@transaction.atomic
def refund(number: str, *, proof: str, actor: Actor, at: datetime) -> list[Refund]:
    """All that the case could not take of this order; once, whoever presses at the same time."""
    order = Payment.objects.lock(number)
    due = list(order.receipts.filter(refund_due=True, refund=None))
    if order.state != PaymentState.REFUND_DUE or not due:
        raise RefundRefused(NOTHING_DUE)
    by = {"made_at": at, "made_by_id": actor.account, "unit": actor.unit}
    refunds = [Refund(receipt=receipt, proof=proof, **by) for receipt in due]
    Refund.objects.bulk_create(refunds)
    was_paid = order.receipts.filter(refund_due=False).exists()
    order.state = PaymentState.PAID if was_paid else PaymentState.REFUNDED
    order.save(update_fields=["state"])
    return refunds
