from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from caseflow.sealing.models import Seal  # noqa: F401 (mypy reads the quoted name)


class SealQuerySet(models.QuerySet["Seal"]):
    def newest_first(self) -> Self:
        return self.order_by("-number")

    def before(self, number: int | None) -> Self:
        return self if number is None else self.filter(number__lt=number)

    def for_display(self) -> Self:
        """What a list shows: neither figures nor nodes."""
        return self.select_related("stamp", "key").defer("figures", "blocks", "stamp__token")

    def last_number(self) -> int:
        return self.order_by("number").values_list("number", flat=True).last() or 0

    def of_day(self, day: date) -> Self:
        return self.filter(day=day)

    def unstamped(self) -> Self:
        return self.filter(stamp=None).order_by("number")
