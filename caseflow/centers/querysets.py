from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Case, IntegerField, Max, Q, Value, When

from caseflow.accents import fold
from caseflow.centers.states import AgencyKind, Level

if TYPE_CHECKING:
    from caseflow.centers import models as tables


def in_force(day: date) -> Q:
    return Q(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class AdministrativeUnitQuerySet(models.QuerySet["tables.AdministrativeUnit"]):
    def in_force(self, day: date) -> Self:
        return self.filter(in_force(day))

    def current(self) -> Self:
        return self.filter(valid_to=None)

    def provinces(self) -> Self:
        return self.filter(level=Level.PROVINCE)

    def communes(self) -> Self:
        return self.filter(level=Level.COMMUNE)

    def alphabetical(self) -> Self:
        return self.order_by("sort_key", "pk")


class AgencyQuerySet(models.QuerySet["tables.Agency"]):
    def in_force(self, day: date) -> Self:
        return self.filter(in_force(day))

    def current(self) -> Self:
        return self.filter(valid_to=None)

    def of_province(self, code: str) -> Self:
        """Agencies of the province itself and of its communes."""
        return self.filter(Q(unit__code=code) | Q(unit__parent__code=code))

    def matching(self, words: str) -> Self:
        """Every word somewhere in the name or code, accents and case aside."""
        wanted = Q()
        for word in fold(words).split():
            wanted &= Q(search_key__contains=word)
        return self.filter(wanted)

    def alphabetical(self) -> Self:
        return self.order_by("sort_key", "pk")


class ServiceCenterManager(models.Manager.from_queryset(AgencyQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> AgencyQuerySet:
        return AgencyQuerySet(self.model, using=self._db).filter(kind=AgencyKind.SERVICE_CENTER)


class OfficerQuerySet(models.QuerySet["tables.Officer"]):
    def of(self, user: AbstractBaseUser) -> Self:
        return self.filter(user=user).select_related("agency")


class CalendarVersionQuerySet(models.QuerySet["tables.CalendarVersion"]):
    def published(self) -> Self:
        return self.exclude(published_at=None)

    def next_number(self, calendar: "tables.Calendar") -> int:
        newest = self.filter(calendar=calendar).aggregate(newest=Max("number"))["newest"]
        return (newest or 0) + 1

    def nearest_first(self, agency: "tables.Agency") -> Self:
        """What the agency may work by: its own calendar, its province's, the nation's; newest
        first in each."""
        units = [agency.unit_id, agency.unit.parent_id]
        return (
            self.published()
            .filter(
                Q(calendar__agency=agency)
                | Q(calendar__unit__in=[unit for unit in units if unit])
                | Q(calendar__agency=None, calendar__unit=None)
            )
            .order_by(distance(agency), "-number", "-pk")
        )


def distance(agency: "tables.Agency") -> Case:
    return Case(
        When(calendar__agency=agency, then=Value(0)),
        When(calendar__unit=agency.unit_id, then=Value(1)),
        When(calendar__unit__isnull=False, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


class CalendarDayQuerySet(models.QuerySet["tables.CalendarDay"]):
    def chronological(self) -> Self:
        return self.order_by("date", "pk")
