import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models.case import Application
from caseflow.applications.querysets import AskedForManyQuerySet
from caseflow.applications.states import BulkOutcome, Verb


class AskedForMany(models.Model):
    """Work on many rows that somebody chose, looked through and confirmed once."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+"
    )
    #: In which refusals are told.
    language = models.CharField(max_length=10)
    #: More fitted the choice than is taken at once.
    is_cut = models.BooleanField(default=False)
    chosen_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    #: A worker is at it until then, or it rests; the pauses let other work between.
    leased_until = models.DateTimeField(null=True)

    objects = AskedForManyQuerySet.as_manager()
    #: Its rows, an `ItemOfMany` each.
    items: Any
    #: What is not kept once nothing waits any more.
    emptied_at_end: ClassVar[dict[str, Any]] = {}

    class Meta:
        abstract = True


class ItemOfMany(models.Model):
    """One row of the work, and what became of it."""

    #: The column that holds the row's key, and the way to the number of its case.
    ROW: ClassVar[str]
    NUMBER: ClassVar[str]

    place = models.PositiveIntegerField()
    outcome = models.CharField(
        _("outcome"), max_length=9, choices=BulkOutcome.choices, default=BulkOutcome.WAITING
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    dealt_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class BulkDeed(AskedForMany):
    """One deed for many files, done file by file."""

    verb = models.CharField(_("deed"), max_length=20, choices=Verb.choices)
    #: What the verb is told for every file; words live on with each file, and end here.
    inputs = models.JSONField(default=dict)

    emptied_at_end: ClassVar[dict[str, Any]] = {"inputs": {}}

    class Meta:
        verbose_name = _("bulk deed")
        verbose_name_plural = _("bulk deeds")
        constraints = [
            models.CheckConstraint(
                name="only_a_confirmed_bulk_deed_ends",
                condition=Q(confirmed_at__isnull=False)
                | Q(cancelled_at=None, finished_at=None, leased_until=None),
            )
        ]
        indexes = [
            # What somebody asked for, newest first.
            models.Index(fields=["asked_by", "-chosen_at"], name="bulk_deeds_of_asker"),
            # What workers still have to do.
            models.Index(
                fields=["leased_until", "id"],
                name="bulk_deed_pending",
                condition=Q(confirmed_at__isnull=False, finished_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.reference}"


class BulkItem(ItemOfMany):
    """One file of a bulk deed, and what became of it."""

    ROW, NUMBER = "application_id", "application__number"

    bulk_deed = models.ForeignKey(
        BulkDeed,
        models.CASCADE,  # a choice that was never confirmed is discarded whole
        db_index=False,
        related_name="items",
    )
    application = models.ForeignKey(
        Application, models.PROTECT, db_index=False, related_name="+", verbose_name=_("application")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_file_once_per_bulk_deed", fields=["bulk_deed", "application"]
            ),
            models.CheckConstraint(
                name="dealt_with_means_dated",
                condition=Q(outcome=BulkOutcome.WAITING, dealt_at=None)
                | Q(~Q(outcome=BulkOutcome.WAITING), dealt_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["bulk_deed", "place"],
                name="bulk_item_waiting",
                condition=Q(outcome=BulkOutcome.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.bulk_deed_id}/{self.place} {self.outcome}"
