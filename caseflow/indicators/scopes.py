"""For which centres a figure is asked: a province, a commune, or one centre."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from caseflow.centers.models import AdministrativeUnit, Agency


class UnknownUnit(LookupError):
    """Neither a province, nor a commune, nor a centre has this code."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A query for the centres, so that a province costs no more than a centre."""

    name: str
    centers: QuerySet[Any]
    #: Of government, where the place is a unit of one.
    level: str = ""


def scope_of(code: str) -> Scope:
    """`25` is a province, `08740` a commune, anything else the identifier of a centre."""
    if code.isdigit():
        return scope_of_unit(code)
    center = Agency.objects.filter(code=code)
    name = center.values_list("name", flat=True).first()
    if name is None:
        raise UnknownUnit(code)
    return Scope(name, center.values("pk"))


def scope_of_unit(code: str) -> Scope:
    # A code may have been another unit's before the merger; the latest holder is meant.
    units = AdministrativeUnit.objects.filter(code=code)
    unit = units.order_by(F("valid_from").desc(nulls_last=True)).first()
    if unit is None:
        raise UnknownUnit(code)
    inside = Q(unit=unit) | Q(unit__parent=unit)
    return Scope(unit.name, Agency.objects.filter(inside).values("pk"), unit.level)
