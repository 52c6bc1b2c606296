from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from caseflow.reports.models import Subscription  # noqa: F401


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def of(self, owner: int) -> Self:
        return self.filter(owner=owner)

    def due(self, today: date) -> Self:
        """To be written by this day, the oldest first; a late start catches up."""
        return self.filter(paused_at=None, next_on__lte=today).order_by("next_on", "pk")

    def for_display(self) -> Self:
        return self.select_related("center", "procedure").order_by("report", "pk")
