import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    XES = "xes", _("XES (IEEE 1849)")
    CSV = "csv", _("CSV")


class EventLogExport(models.Model):
    """An event log that somebody asked for; the row is the queue, the file is made in slices.

    A worker notes after each slice how far it got and how long the file is, so that another one
    goes on from there after whatever happened.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    kind = models.CharField(_("format"), max_length=3, choices=Kind.choices)
    #: By the day of filing, both included.
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    center = models.ForeignKey(
        "centers.Agency", models.PROTECT, null=True, related_name="+", verbose_name=_("centre")
    )
    procedure = models.ForeignKey(
        "procedures.Procedure",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("procedure"),
    )
    with_numbers = models.BooleanField(_("with application numbers"), default=False)
    #: Makes the pseudonyms; gone as soon as nothing is left to write.
    key = models.BinaryField(default=bytes)
    asked_at = models.DateTimeField(_("asked at"))
    leased_until = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(_("applications"), null=True)
    written = models.PositiveIntegerField(_("applications written"), default=0)
    last_key = models.BigIntegerField(default=0)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    #: The file is removed then; what was asked for stays on record.
    removed_at = models.DateTimeField(_("removed at"), null=True)

    class Meta:
        verbose_name = _("event log")
        verbose_name_plural = _("event logs")
        constraints = [
            models.CheckConstraint(
                name="event_log_kind_is_known", condition=Q(kind__in=Kind.values)
            ),
            models.CheckConstraint(
                name="a_finished_event_log_keeps_no_key",
                condition=Q(finished_at=None) | Q(key=b""),
            ),
        ]
        indexes = [
            models.Index(fields=["asked_by", "-id"], name="event_logs_of_asker"),
            models.Index(
                fields=["leased_until", "id"],
                name="event_log_to_write",
                condition=Q(finished_at=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def name(self) -> str:
        return f"caseflow-{self.first}-{self.last}-{self.reference.hex[:8]}.{self.kind}.gz"

    @property
    def share(self) -> int:
        """Per cent written."""
        if self.finished_at:
            return 100
        # Files may have been filed since they were counted.
        return min(100 * self.written // self.total, 99) if self.total else 0
