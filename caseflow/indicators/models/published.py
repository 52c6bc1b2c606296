from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.querysets import PublishedFigureQuerySet


class PublishedFigure(models.Model):
    """What somebody printed about a place and a period; never computed, never used in a sum."""

    key = models.SlugField(_("indicator"), max_length=60)
    place = models.CharField(_("place"), max_length=100)
    unit = models.ForeignKey(
        "centers.AdministrativeUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("administrative unit"),
    )
    #: Empty where the source says how things stood on a day, counted from a day it does not name.
    period_from = models.DateField(_("from"), null=True, blank=True)
    period_to = models.DateField(_("to"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    measure = models.CharField(_("unit of measure"), max_length=60)
    source_url = models.URLField(_("source"), max_length=300)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        constraints = [
            models.UniqueConstraint(
                "key",
                "place",
                "period_from",
                "period_to",
                "source_url",
                name="figure_once_per_source",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="figure_period_ends_after_it_begins",
                condition=Q(period_from=None) | Q(period_to__gte=F("period_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.place} {self.period_to}: {self.value}"
