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
#: However few files an office has: with the months filled up, within a year.
LONGEST_BY_DEFAULT = timedelta(days=300)


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
        first = max(days[-1], days[0] - LONGEST_BY_DEFAULT)
        return cls(viewer, first.replace(day=1), last_of_month(days[0]))

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
        return urlencode(asked(self.first, self.last, self.center, self.procedure) | other)


def asked(
    first: date, last: date, center: Agency | None, procedure: Procedure | None
) -> dict[str, str]:
    """What an address says of a selection, whoever follows it."""
    parts = {"from": first.isoformat(), "to": last.isoformat()}
    if center:
        parts["center"] = center.code
    if procedure:
        parts["procedure"] = procedure.code
    return parts


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
