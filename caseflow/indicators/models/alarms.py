from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Discrepancy(models.Model):
    """A row of the count that was otherwise than it should have been, as a check found it.

    It stays when the row was mended: somebody has to find out why.
    """

    class Against(models.TextChoices):
        FACTS = "facts", _("counts against the facts")
        LOG = "log", _("facts against the log")
        CASES = "cases", _("facts against the cases")
        SEAL = "seal", _("counts against a seal")

    found_at = models.DateTimeField(_("found at"))
    against = models.CharField(_("what was compared"), max_length=5, choices=Against.choices)
    table = models.CharField(_("table"), max_length=40)
    row = models.CharField(_("row"), max_length=200)
    #: Only the columns that differ; none where there is no such row.
    stored = models.JSONField(_("stored"), encoder=DjangoJSONEncoder)
    counted = models.JSONField(_("counted anew"), encoder=DjangoJSONEncoder)
    is_mended = models.BooleanField(_("mended"))

    class Meta:
        verbose_name = _("difference in the count")
        verbose_name_plural = _("differences in the count")
        indexes = [models.Index(fields=["-found_at", "-id"], name="discrepancies_newest")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.stored} ≠ {self.counted}"
