from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.states import Clock
from caseflow.indicators.querysets import (
    CreditQuerySet,
    DurationBinQuerySet,
    PublishedFigureQuerySet,
    StaleDayQuerySet,
    TallyQuerySet,
)


class Count(models.Model):
    """What happened on a day, in office time, at the centre that received the file."""

    #: What tells rows apart, and what is counted in them.
    KEY: ClassVar[tuple[str, ...]]
    COUNTERS: ClassVar[tuple[str, ...]]

    day = models.DateField(_("day"))
    center = models.ForeignKey(
        "centers.Agency",
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name=_("receiving centre"),
    )
    procedure = models.ForeignKey(
        "procedures.Procedure",
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name=_("procedure"),
    )

    class Meta:
        abstract = True


class Tally(Count):
    """Additive counters: those of filings by the day of filing, of ends by the day of the end."""

    KEY = ("day", "center_id", "procedure_id")
    COUNTERS = (
        "filed",
        "filed_online",
        "filed_counter",
        "filed_post",
        "filed_email",
        "filed_other",
        "online_self",
        "online_assisted",
        "online_staff",
        "online_unknown",
        "received",
        "finished",
        "finished_early",
        "finished_on_time",
        "finished_late",
        "finished_without_due",
        "finished_by_due",
        "finished_document",
        "finished_electronic",
    )

    pk = models.CompositePrimaryKey("day", "center", "procedure")
    filed = models.PositiveIntegerField(_("filed"))
    filed_online = models.PositiveIntegerField(_("filed online"))
    filed_counter = models.PositiveIntegerField(_("filed at the counter"))
    filed_post = models.PositiveIntegerField(_("filed by post"))
    filed_email = models.PositiveIntegerField(_("filed by e-mail"))
    filed_other = models.PositiveIntegerField(_("filed otherwise"))
    online_self = models.PositiveIntegerField(_("online by the applicant alone"))
    online_assisted = models.PositiveIntegerField(_("online with a helper"))
    online_staff = models.PositiveIntegerField(_("online, typed by staff"))
    online_unknown = models.PositiveIntegerField(_("online, not known by whom"))
    received = models.PositiveIntegerField(_("received"))
    finished = models.PositiveIntegerField(_("finished"))
    finished_early = models.PositiveIntegerField(_("finished before the due day"))
    finished_on_time = models.PositiveIntegerField(_("finished on the due day"))
    finished_late = models.PositiveIntegerField(_("finished after the due day"))
    finished_without_due = models.PositiveIntegerField(_("finished without a due date"))
    finished_by_due = models.PositiveIntegerField(_("finished by the due instant"))
    finished_document = models.PositiveIntegerField(_("finished, owing a document"))
    finished_electronic = models.PositiveIntegerField(_("finished with an electronic result"))

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        # One centre over a period, read without its neighbours.
        indexes = [models.Index(fields=["center", "day"], name="tally_of_center")]

    def __str__(self) -> str:
        return f"{self.day} {self.center_id} {self.procedure_id}"


class DurationBin(Count):
    """How many cases that ended on the day had spent so much time on the clock.

    Every ended case stands in a bin of the agency's clock; of the others, where they ran at all.
    """

    KEY = ("day", "center_id", "procedure_id", "clock", "bin")
    COUNTERS = ("count",)

    pk = models.CompositePrimaryKey("day", "center", "procedure", "clock", "bin")
    clock = models.CharField(_("clock"), max_length=12, choices=Clock.choices)
    bin = models.PositiveSmallIntegerField(_("bin"))
    count = models.PositiveIntegerField(_("count"))

    objects = DurationBinQuerySet.as_manager()

    class Meta:
        verbose_name = _("duration bin")
        verbose_name_plural = _("duration bins")
        # One centre over a period, read without its neighbours.
        indexes = [models.Index(fields=["center", "day"], name="duration_bin_of_center")]

    def __str__(self) -> str:
        return f"{self.day} {self.center_id} {self.procedure_id} {self.clock} {self.bin}"


class Part(models.TextChoices):
    """What an office did for a file that another office received."""

    DECIDED = "decided", _("decided for another centre")
    RETURNED = "returned", _("returned for another centre")


class Credit(Count):
    """Work on files that another office received, by the day on which it ended.

    It stands beside the tallies and is never added to them: a file is counted once, where it was
    received, and every office still sees what it did.
    """

    KEY = ("day", "center_id", "procedure_id", "part")
    COUNTERS = ("count",)

    pk = models.CompositePrimaryKey("day", "center", "procedure", "part")
    part = models.CharField(_("part"), max_length=8, choices=Part.choices)
    count = models.PositiveIntegerField(_("count"))

    objects = CreditQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        # One office over a period, read without its neighbours.
        indexes = [models.Index(fields=["center", "day"], name="credit_of_office")]

    def __str__(self) -> str:
        return f"{self.day} {self.center_id} {self.procedure_id} {self.part}"


class StaleDay(models.Model):
    """A day at a centre where something happened since it was last counted.

    Rows are only added by the follower and removed by the count that covered them; one group may
    stand here several times.
    """

    day = models.DateField()
    center = models.ForeignKey("centers.Agency", models.PROTECT, db_index=False, related_name="+")

    objects = StaleDayQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.day} {self.center_id}"


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
