from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caseflow.centers.models import CalendarVersion


class CalendarChange(models.Model):
    """A new calendar version that moves the dates of open files; each version does so once."""

    version = models.OneToOneField(
        CalendarVersion, models.PROTECT, related_name="+", verbose_name=_("calendar version")
    )
    begun_at = models.DateTimeField(_("begun at"))
    #: Until then a process may still count with the version before.
    not_before = models.DateTimeField()
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("calendar change")
        verbose_name_plural = _("calendar changes")
        indexes = [
            models.Index(
                fields=["id"], name="calendar_change_pending", condition=Q(finished_at=None)
            )
        ]

    def __str__(self) -> str:
        return str(self.version)


class CalendarChangePart(models.Model):
    """A range of keys of files, and how far it was gone through.

    The mark moves in the transaction that writes the events, so nothing is lost or repeated.
    """

    change = models.ForeignKey(CalendarChange, models.PROTECT, related_name="parts")
    next_key = models.BigIntegerField()
    #: The first key that is not this part's.
    end_key = models.BigIntegerField()
    looked_at = models.PositiveIntegerField(_("files looked at"), default=0)
    moved = models.PositiveIntegerField(_("files moved"), default=0)

    class Meta:
        verbose_name = _("part of a calendar change")
        verbose_name_plural = _("parts of a calendar change")
        constraints = [
            models.CheckConstraint(
                name="part_goes_no_further_than_its_end",
                condition=Q(next_key__lte=F("end_key")),
            ),
            models.UniqueConstraint(fields=["change", "end_key"], name="parts_do_not_overlap"),
        ]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.next_key}/{self.end_key}"
