from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, row: models.Model) -> Self:
        """The latest first."""
        return self.filter(table=row._meta.label_lower, row=row.pk).order_by("-pk")


class Revision(models.Model):
    """How a row of rules or registers read after somebody saved it. The database keeps it so."""

    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    at = models.DateTimeField(_("changed at"))
    #: Nobody: the reference data that came with a release.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    values = models.JSONField(_("values"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes = [models.Index(fields=["table", "row", "-id"], name="revisions_of_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.at}"
