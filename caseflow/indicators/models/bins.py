from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.measures import Measure
from caseflow.indicators.models.tallies import AtCenter, OfProcedure
from caseflow.indicators.querysets import BinQuerySet, DayBinQuerySet


class Bin(models.Model):
    """How many cases took so long by a measure (`durations`); of a month, `day` is its first.

    Of days only everything together: the cases of one day at one office are so few that nearly
    each would have a row of its own. Their times are read from the facts, which are as many.
    """

    KEY: ClassVar[tuple[str, ...]]
    VALUES: ClassVar[tuple[str, ...]] = ("count",)

    day = models.DateField(_("day"))
    measure = models.CharField(_("what is timed"), max_length=12, choices=Measure.choices)
    bin = models.PositiveSmallIntegerField(_("bin"))
    count = models.IntegerField(_("count"), null=True)

    objects = BinQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return " ".join(str(getattr(self, name)) for name in self.KEY)


class DayBin(Bin):
    KEY = ("measure", "day", "bin")

    pk = models.CompositePrimaryKey("measure", "day", "bin")

    objects = DayBinQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("duration bin of a day")
        verbose_name_plural = _("duration bins of days")


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
