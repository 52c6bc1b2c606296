from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models.case import Application


class RetentionTerm(models.Model):
    """How long the files of a procedure keep what is personal, where the setting does not hold."""

    procedure = models.OneToOneField(
        "procedures.Procedure", models.PROTECT, related_name="+", verbose_name=_("procedure")
    )
    days = models.PositiveIntegerField(
        _("days after the end"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: for ever."),
    )
    #: The decision or regulation that says so.
    basis = models.CharField(_("basis"), max_length=200)

    class Meta:
        verbose_name = _("retention term")
        verbose_name_plural = _("retention terms")
        constraints = [
            models.CheckConstraint(
                name="retention_term_is_a_day_at_least", condition=Q(days=None) | Q(days__gte=1)
            )
        ]

    def __str__(self) -> str:
        return str(self.procedure)


class Erasure(models.Model):
    """That the personal content of a file was erased: when, by which term, and how much of what.

    It names nothing that was erased. Rows are only added; only the day on which the last file had
    left the disk is noted later.
    """

    application = models.OneToOneField(
        Application,
        models.PROTECT,
        primary_key=True,
        related_name="erasure",
        verbose_name=_("application"),
    )
    erased_at = models.DateTimeField(_("erased at"))
    ended_at = models.DateTimeField(_("end of handling"))
    term_days = models.PositiveIntegerField(_("term in days"))
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    #: App → what it held → how many rows or files.
    parts = models.JSONField(_("what was erased"))
    files_removed_at = models.DateTimeField(_("files removed at"), null=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        indexes = [
            models.Index(fields=["-erased_at"], name="erasures_newest_first"),
            models.Index(
                fields=["erased_at"],
                name="erasures_with_files",
                condition=Q(files_removed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.erased_at:%Y-%m-%d}"


class FileToRemove(models.Model):
    """A file of an erased case that is still on the disk; gone with the file."""

    erasure = models.ForeignKey(Erasure, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("file to remove")
        verbose_name_plural = _("files to remove")

    def __str__(self) -> str:
        return f"{self.erasure_id}/{self.pk}"
