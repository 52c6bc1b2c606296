from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caseflow.centers.states import Level
from caseflow.scorecards.models.named import Named
from caseflow.scorecards.models.rules import PERCENT
from caseflow.scorecards.states import Finding


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def in_force(self, day: date) -> Self:
        ended = Q(valid_to=None) | Q(valid_to__gte=day)
        return self.filter(ended, valid_from__lte=day).order_by("number", "pk")


class Criterion(Named):
    """What a commune or the province has to reach; with a figure the count decides, never a hand.

    The text of the sixteen criteria of plan 02-KH/BCĐTW is not public; an office enters its own.
    """

    level = models.CharField(_("level"), max_length=8, choices=Level.choices, default=Level.COMMUNE)
    number = models.PositiveSmallIntegerField(_("number"))
    key = models.SlugField(
        _("our figure"),
        max_length=60,
        blank=True,
        help_text=_("Empty: somebody assesses it and gives the evidence."),
    )
    least = models.DecimalField(
        _("at least (percent)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
    )
    days = models.PositiveSmallIntegerField(
        _("counted over the last days"), default=30, validators=[MinValueValidator(1)]
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("last day valid"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion of the traffic lights")
        verbose_name_plural = _("criteria of the traffic lights")
        ordering = ["level", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                "level", "number", "valid_from", name="criterion_numbered_once"
            ),
            models.CheckConstraint(
                name="criterion_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="a_counted_criterion_names_its_rate",
                condition=Q(key="", least=None) | Q(key__gt="", least__isnull=False),
                violation_error_message=_("A figure needs the rate it has to reach, and only it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def in_force(self, day: date) -> Self:
        """Of every criterion and unit the last one dated until then."""
        until = self.filter(day__lte=day)
        latest = until.order_by("criterion_id", "unit_id", "-day", "-pk")
        return latest.distinct("criterion_id", "unit_id")


class Assessment(models.Model):
    """What somebody found about a criterion on a day, with the evidence. It is never changed:
    the next one counts.
    """

    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion")
    )
    unit = models.ForeignKey(
        "centers.AdministrativeUnit",
        models.PROTECT,
        related_name="+",
        verbose_name=_("administrative unit"),
    )
    day = models.DateField(_("found on"))
    finding = models.CharField(
        _("finding"),
        max_length=14,
        choices=[choice for choice in Finding.choices if choice[0] != Finding.UNKNOWN],
    )
    evidence = models.CharField(_("evidence"), max_length=500)
    evidence_url = models.URLField(_("address of the evidence"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment of a criterion")
        verbose_name_plural = _("assessments of criteria")
        indexes = [
            models.Index(
                fields=["criterion", "unit", "-day", "-id"], name="latest_assessment_first"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.unit_id} {self.day}: {self.finding}"


class LightRule(models.Model):
    """From which share of the criteria that apply a unit is green, and from which yellow."""

    valid_from = models.DateField(_("valid from"), unique=True)
    green_from = models.DecimalField(
        _("green from (percent)"), max_digits=5, decimal_places=2, validators=PERCENT
    )
    yellow_from = models.DecimalField(
        _("yellow from (percent)"), max_digits=5, decimal_places=2, validators=PERCENT
    )
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("rule of the traffic lights")
        verbose_name_plural = _("rules of the traffic lights")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="yellow_lies_under_green",
                condition=Q(yellow_from__lte=F("green_from")),
                violation_error_message=_("Yellow begins below green."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}: {self.green_from} / {self.yellow_from}"
