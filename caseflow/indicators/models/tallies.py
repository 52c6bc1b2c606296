from typing import ClassVar, cast

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.counters import COUNTERS, NAMES
from caseflow.indicators.querysets import CountQuerySet

#: Counters by which all procedures are compared at once.
BESIDE_EACH_OTHER = (
    *("filed", "finished", "finished_late", "finished_by_due"),
    *("filed_identified", "received_paid_online", "received_fee_due", "received_online"),
)


def beside_each_other(name: str) -> models.Index:
    """A twelfth of a row's columns, for whoever reads those of all procedures."""
    return models.Index(fields=["day"], include=["procedure", *BESIDE_EACH_OTHER], name=name)


class Role(models.TextChoices):
    """What an office did in a file; a file is counted once in each of the three."""

    RECEIVING = "receiving", _("received here")
    DECIDING = "deciding", _("decided here")
    RETURNING = "returning", _("returned here")


class Count(models.Model):
    """All counters of `counters` over some cases and days; where nothing was counted, null.

    Without foreign key constraints, as a fact. In a table of months `day` is their first.
    """

    #: What tells rows apart.
    KEY: ClassVar[tuple[str, ...]]
    VALUES: ClassVar[tuple[str, ...]] = NAMES

    day = models.DateField(_("day"))

    objects = CountQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return " ".join(str(getattr(self, name)) for name in self.KEY)


for counter in COUNTERS:
    kind = models.BigIntegerField if counter.sum_of else models.IntegerField
    Count.add_to_class(counter.name, kind(cast(str, counter.label), null=True))


class AtCenter(models.Model):
    center = models.ForeignKey(
        "centers.Agency",
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("centre"),
    )

    class Meta:
        abstract = True


class OfProcedure(models.Model):
    procedure = models.ForeignKey(
        "procedures.Procedure",
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("procedure"),
    )

    class Meta:
        abstract = True


class InRole(models.Model):
    role = models.CharField(_("part in the file"), max_length=9, choices=Role.choices)

    class Meta:
        abstract = True


class Tally(AtCenter, OfProcedure, Count):
    """The finest: a day at the receiving centre, by procedure."""

    KEY = ("day", "center_id", "procedure_id")

    pk = models.CompositePrimaryKey("day", "center", "procedure")

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        # One centre and one procedure over a period; one procedure everywhere.
        indexes = [
            models.Index(fields=["center", "procedure", "day"], name="tally_of_center"),
            models.Index(fields=["procedure", "day"], name="tally_of_procedure"),
        ]


class CenterDay(InRole, AtCenter, Count):
    KEY = ("day", "role", "center_id")

    pk = models.CompositePrimaryKey("day", "role", "center")

    class Meta:
        verbose_name = _("day of a centre")
        verbose_name_plural = _("days of centres")
        indexes = [models.Index(fields=["center", "role", "day"], name="days_of_center")]


class ProcedureDay(OfProcedure, Count):
    KEY = ("day", "procedure_id")

    pk = models.CompositePrimaryKey("day", "procedure")

    class Meta:
        verbose_name = _("day of a procedure")
        verbose_name_plural = _("days of procedures")
        indexes = [beside_each_other("days_of_procedures")]


class MonthTally(AtCenter, OfProcedure, Count):
    KEY = ("day", "center_id", "procedure_id")

    pk = models.CompositePrimaryKey("day", "center", "procedure")

    class Meta:
        verbose_name = _("tally of a month")
        verbose_name_plural = _("tallies of months")
        indexes = [
            models.Index(fields=["center", "procedure", "day"], name="month_tally_of_center"),
            models.Index(fields=["procedure", "day"], name="month_tally_of_procedure"),
        ]


class CenterMonth(InRole, AtCenter, Count):
    KEY = ("day", "role", "center_id")

    pk = models.CompositePrimaryKey("day", "role", "center")

    class Meta:
        verbose_name = _("month of a centre")
        verbose_name_plural = _("months of centres")
        indexes = [models.Index(fields=["center", "role", "day"], name="months_of_center")]


class ProcedureMonth(OfProcedure, Count):
    KEY = ("day", "procedure_id")

    pk = models.CompositePrimaryKey("day", "procedure")

    class Meta:
        verbose_name = _("month of a procedure")
        verbose_name_plural = _("months of procedures")
        indexes = [beside_each_other("months_of_procedures")]
