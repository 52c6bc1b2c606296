from datetime import date, datetime

import factory

from caseflow.centers.calendars import publish
from caseflow.centers.models import (
    AdministrativeUnit,
    Agency,
    Calendar,
    CalendarDay,
    CalendarVersion,
)
from caseflow.centers.states import AgencyKind, DayKind, Division, Level
from caseflow.centers.working_time import VIETNAM

OFFICE_WEEK = {str(weekday): [["07:00", "11:30"], ["13:30", "17:00"]] for weekday in range(5)}
PUBLISHED_AT = datetime(2025, 7, 1, 8, tzinfo=VIETNAM)


class Named(factory.django.DjangoModelFactory):
    """Rows get their search and sort keys the way the product gives them."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = model_class(**kwargs)
        names = {"sort_name": row.name} if isinstance(row, AdministrativeUnit) else {}
        row.call(row.name, name_en=row.name_en, **names)
        row.save()
        return row


class ProvinceFactory(Named):
    class Meta:
        model = AdministrativeUnit

    code = factory.Sequence(lambda number: f"{number % 100:02d}")
    level = Level.PROVINCE
    division = Division.PROVINCE
    name = "Tỉnh Phú Thọ"
    name_en = "Phu Tho Province"
    valid_from = date(2025, 7, 1)


class CommuneFactory(ProvinceFactory):
    code = factory.Sequence(lambda number: f"{number:05d}")
    level = Level.COMMUNE
    division = Division.WARD
    name = "Phường Việt Trì"
    name_en = "Viet Tri Ward"
    parent = factory.SubFactory(ProvinceFactory)


class AgencyFactory(Named):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda number: f"H44.{number:04d}")
    kind = AgencyKind.PEOPLE_COMMITTEE
    name = "Ủy ban nhân dân phường Việt Trì"
    name_en = "People's Committee of Viet Tri Ward"
    unit = factory.SubFactory(CommuneFactory)


class ServiceCenterFactory(AgencyFactory):
    kind = AgencyKind.SERVICE_CENTER
    name = "Trung tâm Phục vụ hành chính công phường Việt Trì"
    name_en = "Public Administration Service Centre of Viet Tri Ward"
    parent = factory.SubFactory(AgencyFactory, unit=factory.SelfAttribute("..unit"))


def holiday(text: str) -> CalendarDay:
    return CalendarDay(
        date=date.fromisoformat(text),
        is_working=False,
        kind=DayKind.HOLIDAY,
        reason="Nghỉ lễ",
        reason_en="Holiday",
        document_no="1/QĐ",
    )


def published(
    *days: CalendarDay, hours: dict[str, list[list[str]]] = OFFICE_WEEK, **owner: object
) -> CalendarVersion:
    """The next version of the owner's calendar; without an owner, of the nation's."""
    calendar, _ = Calendar.objects.get_or_create(**{"unit": None, "agency": None} | owner)
    return publish(
        calendar=calendar,
        hours=hours,
        days=days,
        covers_from=date(2025, 1, 1),
        covers_to=date(2026, 12, 31),
        decision="2/QĐ",
        at=PUBLISHED_AT,
    )
