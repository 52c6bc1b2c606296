"""The units that scorecards are about."""

from datetime import date

from caseflow.centers.models import AdministrativeUnit, Agency
from caseflow.centers.querysets import AdministrativeUnitQuerySet


def provinces() -> AdministrativeUnitQuerySet:
    """In alphabetical order, only those in which an office of ours works."""
    homes = Agency.objects.values("unit__parent")
    current = AdministrativeUnit.objects.provinces().current()
    return current.filter(pk__in=homes).alphabetical()


def communes_of(province: AdministrativeUnit, *, day: date) -> AdministrativeUnitQuerySet:
    units = AdministrativeUnit.objects.communes().in_force(day)
    return units.filter(parent=province).alphabetical()
