from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F, Max, Q

from caseflow.accents import fold
from caseflow.centers.states import AgencyKind, Level

if TYPE_CHECKING:
    from caseflow.centers import models as tables

#: Of a row, or in a subquery of the row around it.
Key = int | F | None


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


class TeamMemberQuerySet(models.QuerySet["tables.TeamMember"]):
    def serving(self, user_id: int, *, on: date) -> Self:
        """The memberships that let this account help citizens on the day, the latest first."""
        mine = self.filter(in_force(on), user=user_id, user__is_active=True)
        return mine.select_related("team__unit").order_by("-valid_from", "-pk")


class CounterDeviceQuerySet(models.QuerySet["tables.CounterDevice"]):
    def in_use(self) -> Self:
        return self.filter(withdrawn_at=None).select_related("center")


class CalendarVersionQuerySet(models.QuerySet["tables.CalendarVersion"]):
    def published(self) -> Self:
        return self.exclude(published_at=None)

    def next_number(self, calendar: "tables.Calendar") -> int:
        newest = self.filter(calendar=calendar).aggregate(newest=Max("number"))["newest"]
        return (newest or 0) + 1

    def of_owner(self, calendar: "tables.Calendar") -> Self:
        """What its owner works by, or would without a calendar of its own."""
        unit = calendar.agency.unit if calendar.agency else calendar.unit
        return self.nearest_first(
            calendar.agency_id, unit.pk if unit else None, unit.parent_id if unit else None
        )

    def nearest_first(self, agency: Key, unit: Key, province: Key) -> Self:
        """The agency's own calendar, its unit's, the province's, the nation's; newest first."""
        owners = Q(calendar__agency=None, calendar__unit=None)
        for owner, key in (("agency", agency), ("unit", unit), ("unit", province)):
            if key is not None:
                owners |= Q((f"calendar__{owner}", key))
        return (
            self.published()
            .filter(owners)
            .order_by(
                F("calendar__agency").asc(nulls_last=True),
                # Within one fallback chain a province has no parent, a commune has.
                F("calendar__unit__parent").asc(nulls_last=True),
                F("calendar__unit").asc(nulls_last=True),
                "-number",
                "-pk",
            )
        )
