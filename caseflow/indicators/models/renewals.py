from django.db import models
from django.db.models import F, Q


class Renewal(models.Model):
    """A rebuild of the whole count, asked for once and shared by whoever has time."""

    begun_at = models.DateTimeField()
    #: Months are counted once all facts are read.
    months_laid_out = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "finished_at",
                name="one_renewal_at_a_time",
                condition=Q(finished_at=None),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.begun_at}"


class RenewalPart(models.Model):
    """A range of cases whose facts are read anew; the mark moves with each batch of them."""

    renewal = models.ForeignKey(Renewal, models.CASCADE, related_name="parts")
    next_key = models.BigIntegerField()
    #: Not included.
    end_key = models.BigIntegerField()
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        # The next range, for each worker.
        indexes = [
            models.Index(
                fields=["renewal", "id"],
                name="facts_to_read",
                condition=Q(next_key__lt=F("end_key")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.next_key} {self.end_key}"


class RenewalMonth(models.Model):
    """A month whose tables are counted anew from the facts."""

    renewal = models.ForeignKey(Renewal, models.CASCADE, related_name="months")
    first = models.DateField()
    last = models.DateField()
    is_counted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.first}"
