from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caseflow.scorecards.models.rules import PERCENT
from caseflow.scorecards.states import Saving

NOT_NEGATIVE = MinValueValidator(Decimal(0))


class Target(models.Model):
    """What a place wants to reach until a day: a rate, or so much less time or cost."""

    unit = models.ForeignKey(
        "centers.AdministrativeUnit",
        models.PROTECT,
        related_name="+",
        verbose_name=_("administrative unit"),
    )
    key = models.SlugField(_("our figure"), max_length=60)
    due_on = models.DateField(_("until"))
    value = models.DecimalField(
        _("at least (percent)"), max_digits=5, decimal_places=2, validators=PERCENT
    )
    source = models.CharField(_("source"), max_length=300)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["due_on", "key"]
        constraints = [
            models.UniqueConstraint("unit", "key", "due_on", name="target_set_once_for_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ≥ {self.value} % ({self.due_on})"


class Baseline(models.Model):
    """How a place stood in a period, frozen: later periods are compared with it for ever.

    The hours are what whoever applies spends on one file; no file tells them, so they carry
    their source. All of it stays as it was on the day of freezing; the database sees to it.
    """

    unit = models.ForeignKey(
        "centers.AdministrativeUnit",
        models.PROTECT,
        related_name="+",
        verbose_name=_("administrative unit"),
    )
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    least_files = models.PositiveIntegerField(
        _("files of a procedure at least"),
        validators=[MinValueValidator(2)],
        help_text=_("A procedure with fewer in either period is left out, and named."),
    )
    dong_per_hour = models.PositiveIntegerField(
        _("value of an hour in đồng"), validators=[MinValueValidator(1)]
    )
    hours_online = models.DecimalField(
        _("hours of an online file"), max_digits=6, decimal_places=2, validators=[NOT_NEGATIVE]
    )
    hours_post = models.DecimalField(
        _("hours of a file by post or e-mail"),
        max_digits=6,
        decimal_places=2,
        validators=[NOT_NEGATIVE],
    )
    hours_counter = models.DecimalField(
        _("hours of a file at the counter"),
        max_digits=6,
        decimal_places=2,
        validators=[NOT_NEGATIVE],
    )
    source = models.CharField(_("source of the hours and their value"), max_length=300)
    frozen_at = models.DateTimeField(_("frozen at"), editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("frozen by"),
    )
    #: Of the last seal over the log when it was frozen; empty where none was made yet.
    seal = models.CharField(_("digest of the last seal"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("frozen baseline")
        verbose_name_plural = _("frozen baselines")
        ordering = ["-last", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="baseline_ends_after_it_begins",
                condition=Q(last__gte=F("first")),
                violation_error_message=_("The period ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.first} – {self.last}"


class BaselineLine(models.Model):
    """Files of a procedure, and the sums from which mean and spread follow exactly.

    Of time: the agency's clock in seconds, by the days of the end. Of cost: đồng, by the days of
    filing.
    """

    baseline = models.ForeignKey(Baseline, models.PROTECT, related_name="lines")
    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, related_name="+")
    saving = models.CharField(max_length=4, choices=Saving.choices)
    files = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=30, decimal_places=0)
    squares = models.DecimalField(max_digits=40, decimal_places=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "baseline", "procedure", "saving", name="baseline_line_once_per_procedure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.baseline_id} {self.procedure_id} {self.saving}"


class BaselineExclusion(models.Model):
    """A procedure that somebody leaves out of every comparison, and why."""

    baseline = models.ForeignKey(Baseline, models.PROTECT, related_name="exclusions")
    procedure = models.ForeignKey(
        "procedures.Procedure", models.PROTECT, related_name="+", verbose_name=_("procedure")
    )
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("procedure left out")
        verbose_name_plural = _("procedures left out")
        constraints = [
            models.UniqueConstraint("baseline", "procedure", name="procedure_left_out_once"),
        ]

    def __str__(self) -> str:
        return f"{self.baseline_id} {self.procedure_id}"
