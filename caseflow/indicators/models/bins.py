from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.measures import Measure
from caseflow.indicators.models.tallies import AtCenter, OfProcedure
from caseflow.indicators.querysets import BinQuerySet


class Bin(models.Model):
    """How many cases of a month took so long by a measure (`durations`); `day` is its first.

    Only months: the cases of one day at one office are so few that nearly each would have a row
    of its own. Times of single days are read from the facts, which are as many.
    """

    KEY: ClassVar[tuple[str, ...]]
    VALUES: ClassVar[tuple[str, ...]] = ("count",)

    day = models.DateField(_("month"))
    measure = models.CharField(_("what is timed"), max_length=12, choices=Measure.choices)
    bin = models.PositiveSmallIntegerField(_("bin"))
    count = models.IntegerField(_("count"), null=True)

    objects = BinQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return " ".join(str(getattr(self, name)) for name in self.KEY)


class MonthBin(Bin):
    KEY = ("day", "measure", "bin")

    pk = models.CompositePrimaryKey("day", "measure", "bin")

    class Meta:
        verbose_name = _("duration bin of a month")
        verbose_name_plural = _("duration bins of months")


class CenterMonthBin(AtCenter, Bin):
    KEY = ("day", "measure", "center_id", "bin")

    pk = models.CompositePrimaryKey("day", "measure", "center", "bin")

    class Meta:
        verbose_name = _("duration bin of a centre's month")
        verbose_name_plural = _("duration bins of centres' months")
        indexes = [models.Index(fields=["center", "measure", "day"], name="month_bins_of_center")]


class ProcedureMonthBin(OfProcedure, Bin):
    KEY = ("day", "measure", "procedure_id", "bin")

    pk = models.CompositePrimaryKey("day", "measure", "procedure", "bin")

    class Meta:
        verbose_name = _("duration bin of a procedure's month")
        verbose_name_plural = _("duration bins of procedures' months")
        indexes = [
            models.Index(fields=["procedure", "measure", "day"], name="month_bins_of_procedure")
        ]
