from typing import TYPE_CHECKING, Self

from django.db import models

from caseflow.publishing.periods import Period

if TYPE_CHECKING:
    from caseflow.publishing.models import (  # noqa: F401 (mypy reads the quoted names)
        Publication,
        PublishedLine,
    )


class PublicationQuerySet(models.QuerySet["Publication"]):
    def of_period(self, period: Period) -> Self:
        """All that were ever published for it, the newest first."""
        return self.filter(kind=period.kind, first=period.first).order_by("-number")

    def in_force(self) -> Self:
        return self.filter(correction=None)

    def newest_first(self) -> Self:
        return self.order_by("-first", "-number")

    def for_display(self) -> Self:
        """Without the long texts."""
        return self.defer("content", "envelope", "kept").select_related("seal", "correction", "key")


class PublishedLineQuerySet(models.QuerySet["PublishedLine"]):
    def in_force(self) -> Self:
        return self.filter(publication__correction=None)
