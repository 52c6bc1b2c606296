from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models.log import Event


class Cursor(models.Model):
    """How far a follower has discovered the log."""

    follower = models.CharField(max_length=30, primary_key=True)
    transaction_id = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)
    #: Events up to here were discovered in the database cluster they were restored from.
    floor = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.follower} @ {self.transaction_id}/{self.event_id}"


class Job(models.Model):
    """One event that one follower has to act on; the row is the queue, messages are hints."""

    follower = models.CharField(max_length=30)
    event = models.ForeignKey(Event, models.PROTECT, db_index=False, related_name="+")
    attempts = models.PositiveIntegerField(default=0)
    #: Not before this instant: the lease of who works on it, or the pause after a failure.
    not_before = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        constraints = [
            models.UniqueConstraint(name="one_job_per_event", fields=["follower", "event"])
        ]
        indexes = [
            models.Index(
                fields=["follower", "not_before"], name="job_pending", condition=Q(done_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.follower}: {self.event_id}"
