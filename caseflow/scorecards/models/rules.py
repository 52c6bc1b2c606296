from decimal import Decimal
from typing import Self, TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.formulas import Group
from caseflow.scorecards.models.named import Named

PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]
YEAR = [MinValueValidator(2022), MaxValueValidator(2100)]


Row = TypeVar("Row", bound=models.Model)


class ByYearQuerySet(models.QuerySet[Row]):
    def of_year(self, year: int) -> Self:
        """Rows of the year, else of the last year before it, else of the first there is."""
        years = sorted(self.order_by().values_list("year", flat=True).distinct())
        until = [known for known in years if known <= year]
        nearest = until[-1] if until else (years[0] if years else year)
        return self.filter(year=nearest)


class RuleQuerySet(ByYearQuerySet["ScoringRule"]):
    pass


class BandQuerySet(ByYearQuerySet["ScoreBand"]):
    pass


class ScoringRule(Named):
    """How many points an indicator of Decision 766 gives in a year, and from which rate on."""

    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR)
    indicator = models.CharField(_("indicator"), max_length=6)
    group = models.CharField(_("group"), max_length=12, choices=Group.choices)
    key = models.SlugField(
        _("our figure"),
        max_length=60,
        blank=True,
        help_text=_("Empty: the indicator is not counted here."),
    )
    most = models.DecimalField(
        _("points at most"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("0: the indicator is shown and gives no points."),
    )
    threshold = models.DecimalField(
        _("full points from (percent)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(100))],
        help_text=_("Empty: points grow evenly up to 100 percent."),
    )
    source = models.CharField(_("source"), max_length=300)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("scoring rule of Decision 766")
        verbose_name_plural = _("scoring rules of Decision 766")
        ordering = ["-year", "indicator"]
        constraints = [
            models.UniqueConstraint("year", "indicator", name="indicator_scored_once_a_year"),
            models.CheckConstraint(
                name="threshold_is_a_percentage",
                condition=Q(threshold=None) | Q(threshold__gt=0, threshold__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.indicator} {self.name}"


class ScoreBand(Named):
    """What a total is called from so many points on."""

    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR)
    lowest = models.DecimalField(_("from points"), max_digits=5, decimal_places=2)
    source = models.CharField(_("source"), max_length=300)

    objects = BandQuerySet.as_manager()

    class Meta:
        verbose_name = _("band of the total")
        verbose_name_plural = _("bands of the total")
        ordering = ["-year", "-lowest"]
        constraints = [
            models.UniqueConstraint("year", "lowest", name="band_begins_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name} ≥ {self.lowest}"
