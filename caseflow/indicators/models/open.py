from typing import ClassVar

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.measures import Measure
from caseflow.indicators.models.tallies import AtCenter


class OpenBy(models.TextChoices):
    """By which day and whose hands open files are counted."""

    FILED = "filed", _("day of filing, who has it")
    DUE = "due", _("due day, who has it")
    LATE = "late", _("due day, who had it then")
    HELD = "held", _("day it came to who has it")

    @property
    def day(self) -> str:
        """The column of a fact."""
        return {self.FILED: "filed_on", self.HELD: "held_on"}.get(self, "due_on")

    @property
    def holder(self) -> F | Coalesce:
        """What is not due yet, or was not touched since, is with who has it."""
        had_it_then = NullIf("late_at", Value(""))
        return Coalesce(had_it_then, "held_by") if self == self.LATE else F("held_by")


class OpenDay(AtCenter):
    """How many files that are open now have this day, by whose they are.

    Reports of what is open read these rows: there are as many as days and offices make, and a
    backlog adds to their counts alone.
    """

    KEY: ClassVar[tuple[str, ...]] = ("counted_by", "day", "center_id", "holder")
    VALUES: ClassVar[tuple[str, ...]] = ("count",)

    pk = models.CompositePrimaryKey("counted_by", "day", "center", "holder")
    counted_by = models.CharField(_("counted by"), max_length=5, choices=OpenBy.choices)
    day = models.DateField(_("day"))
    holder = models.CharField(_("held by"), max_length=12, choices=Measure.choices, blank=True)
    count = models.IntegerField(_("count"), null=True)

    class Meta:
        verbose_name = _("open files of a day")
        verbose_name_plural = _("open files of days")
        indexes = [models.Index(fields=["center", "counted_by", "day"], name="open_days_of_center")]

    def __str__(self) -> str:
        return " ".join(str(getattr(self, name)) for name in self.KEY)
