from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.durations import BIN_COLUMNS
from caseflow.indicators.measures import Measure
from caseflow.indicators.models.tallies import AtCenter, OfProcedure
from caseflow.indicators.querysets import DaySpreadQuerySet, SpreadQuerySet


class Spread(models.Model):
    """How many cases took how long by a measure: a bucket of neighbouring bins (`durations`) in a
    row: a seventh of the rows that single bins would be. Where nothing was counted, null.

    In a table of months `day` is their first. Of days only everything together: the cases of one
    day at one office are so few that nearly each would have a row of its own. Their times are read
    from the facts, which are as many.
    """

    KEY: ClassVar[tuple[str, ...]]
    VALUES: ClassVar[tuple[str, ...]] = ("count", *BIN_COLUMNS)

    day = models.DateField(_("day"))
    measure = models.CharField(_("what is timed"), max_length=12, choices=Measure.choices)
    bucket = models.PositiveSmallIntegerField(_("bucket of bins"))
    #: Of all its bins: how far the cases of a key reach is told without reading these.
    count = models.IntegerField(_("count"), null=True)

    objects = SpreadQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return " ".join(str(getattr(self, name)) for name in self.KEY)


for name in BIN_COLUMNS:
    Spread.add_to_class(name, models.IntegerField(null=True))


class DaySpread(Spread):
    KEY = ("measure", "day", "bucket")

    pk = models.CompositePrimaryKey("measure", "day", "bucket")

    objects = DaySpreadQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("duration bin of a day")
        verbose_name_plural = _("duration bins of days")


class MonthSpread(Spread):
    KEY = ("day", "measure", "bucket")

    pk = models.CompositePrimaryKey("day", "measure", "bucket")

    class Meta:
        verbose_name = _("duration bin of a month")
        verbose_name_plural = _("duration bins of months")


class CenterMonthSpread(AtCenter, Spread):
    KEY = ("day", "measure", "center_id", "bucket")

    pk = models.CompositePrimaryKey("day", "measure", "center", "bucket")

    class Meta:
        verbose_name = _("duration bin of a centre's month")
        verbose_name_plural = _("duration bins of centres' months")
        indexes = [models.Index(fields=["center", "measure", "day"], name="month_bins_of_center")]


class ProcedureMonthSpread(OfProcedure, Spread):
    KEY = ("day", "measure", "procedure_id", "bucket")

    pk = models.CompositePrimaryKey("day", "measure", "procedure", "bucket")

    class Meta:
        verbose_name = _("duration bin of a procedure's month")
        verbose_name_plural = _("duration bins of procedures' months")
        indexes = [
            models.Index(fields=["procedure", "measure", "day"], name="month_bins_of_procedure")
        ]
