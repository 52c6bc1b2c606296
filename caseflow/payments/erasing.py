"""What orders to pay say of people: the proofs of exemptions.

Orders, amounts, receipts and refunds are accounting records and stay as long as the law on
accounting wants them; they name no payer.
"""

from typing import Any

from caseflow.applications.erasing import Cases, Eraser, Gone
from caseflow.payments.models import Payment, Receipt

#: What the fee was and how it was computed.
KEPT = ("name", "amount", "fee", "quantity", "copies", "exemption")


def erase(cases: Cases) -> Gone:
    gone, changed = Gone(), []
    for payment in Payment.objects.filter(application__in=cases):
        lines = [accounted(line) for line in payment.lines]
        if lines != payment.lines:
            payment.lines = lines
            changed.append(payment)
    Payment.objects.bulk_update(changed, ["lines"])
    gone.note("proofs of exemptions", [payment.application_id for payment in changed])
    return gone


def accounted(line: dict[str, Any]) -> dict[str, Any]:
    return {name: line[name] for name in KEPT if name in line}


def unsettled(cases: Cases) -> set[int]:
    """Of which money has to go back to whoever paid it."""
    due = Receipt.objects.filter(payment__application__in=cases, refund_due=True, refund=None)
    return set(due.values_list("payment__application", flat=True))


ERASER = Eraser(erase, unsettled)
