"""What orders to pay say of people: the proofs of exemptions.

Orders, amounts, receipts and refunds are accounting records and stay as long as the law on
accounting wants them; they name no payer.
"""

from typing import Any

from caseflow.applications.erasing import Eraser, Gone
from caseflow.applications.models import Application
from caseflow.payments.models import Payment, Receipt

#: What the fee was and how it was computed.
KEPT = ("name", "amount", "fee", "quantity", "copies", "exemption")


def erase(case: Application) -> Gone:
    gone = Gone()
    for payment in Payment.objects.filter(application=case):
        lines = [accounted(line) for line in payment.lines]
        if lines != payment.lines:
            Payment.objects.filter(pk=payment.pk).update(lines=lines)
            gone.note("proofs of exemptions", 1)
    return gone


def accounted(line: dict[str, Any]) -> dict[str, Any]:
    return {name: line[name] for name in KEPT if name in line}


def still_needs(case: Application) -> bool:
    """Money has to go back to whoever paid it."""
    due = Receipt.objects.filter(payment__application=case, refund_due=True, refund=None)
    return due.exists()


ERASER = Eraser(erase, still_needs)
