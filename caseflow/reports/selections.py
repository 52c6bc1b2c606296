from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.centers.models import AdministrativeUnit, Agency
from caseflow.centers.querysets import AdministrativeUnitQuerySet
from caseflow.indicators import reading
from caseflow.indicators.days import last_of_month
from caseflow.indicators.querysets import Centers
from caseflow.indicators.viewers import Viewer
from procedures.models import Procedure

DAYS_BY_DEFAULT = 30


@dataclass(frozen=True, slots=True)
class Selection:
    """What a report is about: both days included; no centre means all that the viewer may see."""

    viewer: Viewer
    first: date
    last: date
    center: Agency | None = None
    procedure: Procedure | None = None

    @classmethod
    def by_default(cls, viewer: Viewer, *, today: date) -> Self:
        """The months of the last thirty days on which anything was filed.

        Whole ones, because those are read from tables of months, whatever their files.
        """
        place = None if viewer.of_the_province else viewer.offices.values("pk")
        days = reading.days_counted(place, DAYS_BY_DEFAULT)
        if not days:
            return cls(viewer, today - timedelta(days=DAYS_BY_DEFAULT - 1), today)
        return cls(viewer, days[-1].replace(day=1), last_of_month(days[0]))

    @property
    def centers(self) -> Centers:
        offices = self.viewer.offices
        return (offices.filter(pk=self.center.pk) if self.center else offices).values("pk")

    @property
    def place(self) -> Centers | None:
        """For `indicators.reading`; None is everywhere."""
        return None if self.viewer.of_the_province and not self.center else self.centers

    @property
    def procedure_id(self) -> int | None:
        return self.procedure.pk if self.procedure else None

    @property
    def places(self) -> AdministrativeUnitQuerySet:
        """The unit that a figure of this selection is about."""
        if self.center:
            return AdministrativeUnit.objects.filter(pk=self.center.unit_id)
        if self.viewer.of_the_province:
            provinces = AdministrativeUnit.objects.provinces()
            return provinces.filter(pk__in=self.viewer.offices.values("unit"))
        return AdministrativeUnit.objects.filter(pk__in=self.viewer.offices.values("unit"))

    def query(self, **other: str) -> str:
        """This selection in an address."""
        parts = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        if self.center:
            parts["center"] = self.center.code
        if self.procedure:
            parts["procedure"] = self.procedure.code
        return urlencode(parts | other)


def presets(selection: Selection, *, today: date) -> list[tuple[Promise, Selection]]:
    this_month = today.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    periods = [
        (_("Last 7 days"), today - timedelta(days=6), today),
        (_("Last 30 days"), today - timedelta(days=29), today),
        (_("This month"), this_month, today),
        (_("Last month"), last_month, this_month - timedelta(days=1)),
        (_("This year"), today.replace(month=1, day=1), today),
        (_("Last year"), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    ]
    return [(name, replace(selection, first=first, last=last)) for name, first, last in periods]
