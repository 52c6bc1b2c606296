from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from caseflow.applications.actors import Actor
from caseflow.payments.states import PAYABLE, Method, PaymentState

if TYPE_CHECKING:
    from caseflow.applications.models import Application
    from caseflow.payments.models import Payment, Receipt  # noqa: F401


class PaymentQuerySet(models.QuerySet["Payment"]):
    def lock(self, number: str) -> "Payment":
        """The row for this transaction; receipts may still be inserted."""
        return self.select_for_update(of=("self",), no_key=True).get(number=number)

    def of(self, case: "Application") -> Self:
        return self.filter(application=case).order_by("pk")

    def visible_to(self, actor: Actor) -> Self:
        """Of the files of the actor's offices, of the own files, or all for who supervises."""
        if actor.sees_everything:
            return self
        if actor.office_ids:
            offices = actor.office_ids
            return self.filter(
                Q(application__receiving_center__in=offices)
                | Q(application__deciding_agency__in=offices)
            )
        own = Q(application__submitted_by=actor.user_id)
        if actor.citizen_id:
            own |= Q(application__applicant=actor.citizen_id)
        return self.filter(own)

    def with_receipts(self) -> Self:
        """With what came for each, and what of it went back."""
        return self.prefetch_related("receipts__refund")

    def awaited(self) -> Self:
        return self.filter(state__in=PAYABLE)

    def to_refund(self) -> Self:
        return self.filter(state=PaymentState.REFUND_DUE)

    def overdue(self, at: datetime) -> Self:
        return self.filter(state=PaymentState.OPEN, expires_at__lte=at)


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def untold(self) -> Self:
        """Money that the case has not been told of yet; the rows are the queue."""
        return self.filter(method=Method.ONLINE, told_at=None).order_by("pk")
