from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from caseflow.centers.calendars import (
    CalendarMissing,
    working_time_for,
    working_time_of_version,
)
from caseflow.centers.models import Calendar, CalendarDay, CalendarVersion
from caseflow.centers.working_time import VIETNAM
from tests.centers.factories import (
    OFFICE_WEEK,
    AgencyFactory,
    ServiceCenterFactory,
    holiday,
    published,
)

pytestmark = pytest.mark.django_db


def test_an_agency_without_a_calendar_works_by_the_national_one():
    version = published(holiday("2026-03-03"))
    working_time = working_time_for(ServiceCenterFactory().pk)
    assert working_time.version == version.pk
    assert not working_time.is_working(date(2026, 3, 3))
    assert working_time.is_working(date(2026, 3, 4))


def test_the_calendar_of_the_province_goes_before_the_national_one():
    center = ServiceCenterFactory()
    ours = published(unit=center.unit.parent)
    published()
    assert working_time_for(center.pk).version == ours.pk


def test_the_calendar_of_the_agency_goes_before_that_of_its_province():
    center = ServiceCenterFactory()
    ours = published(hours=OFFICE_WEEK | {"5": [["07:00", "11:30"]]}, agency=center)
    published(unit=center.unit.parent)
    published()
    assert working_time_for(center.pk).version == ours.pk
    assert working_time_for(center.pk).is_working(date(2026, 3, 7))


def test_the_calendar_of_another_province_does_not_matter():
    national = published()
    published(unit=AgencyFactory().unit.parent)
    assert working_time_for(ServiceCenterFactory().pk).version == national.pk


def test_without_any_calendar_the_agency_is_named():
    agency = AgencyFactory(code="H44.777")
    with pytest.raises(CalendarMissing, match=r"H44\.777"):
        working_time_for(agency.pk)


def test_asking_again_costs_no_query(django_assert_num_queries):
    published()
    agency, other = AgencyFactory(), AgencyFactory()
    working_time_for(agency.pk)
    with django_assert_num_queries(0):
        working_time_for(agency.pk)
        working_time_for(other.pk)


def test_an_agency_founded_a_moment_ago_has_its_working_time():
    version = published()
    working_time_for(AgencyFactory().pk)
    assert working_time_for(AgencyFactory().pk).version == version.pk


def test_a_new_version_is_seen_when_the_cache_expires(settings):
    settings.CASEFLOW_REFERENCE_CACHE_SECONDS = 0
    agency = AgencyFactory()
    first, second = published().pk, None
    assert working_time_for(agency.pk).version == first
    second = published(holiday("2026-03-03")).pk
    assert working_time_for(agency.pk).version == second


def test_a_deadline_can_be_computed_again_with_its_old_version():
    old = published()
    published(holiday("2026-03-03"))
    start = datetime(2026, 3, 2, 9, tzinfo=VIETNAM)
    term = working_time_of_version(old.pk).after_days(start, 1)
    assert term.due_at.date() == date(2026, 3, 3)


def test_versions_are_numbered_one_by_one():
    assert [published().number, published(holiday("2026-03-03")).number] == [1, 2]


def test_a_calendar_that_never_opens_is_not_published():
    with pytest.raises(ValueError, match="working hours"), transaction.atomic():
        published(hours={"0": []})
    assert not CalendarVersion.objects.exists()


@pytest.mark.parametrize("change", [{"hours": {}}, {"covers_to": date(2030, 1, 1)}])
def test_the_database_refuses_to_change_a_published_version(change):
    version = published()
    with pytest.raises(IntegrityError, match="cannot be changed"):
        CalendarVersion.objects.filter(pk=version.pk).update(**change)


def test_the_database_refuses_to_delete_a_published_version():
    version = published()
    with pytest.raises(IntegrityError, match="cannot be changed"):
        version.delete()


def test_the_database_refuses_another_day_in_a_published_version():
    day = holiday("2026-03-03")
    day.version = published()
    with pytest.raises(IntegrityError, match="cannot be changed"):
        day.save()


def test_the_database_refuses_to_change_or_delete_a_published_day():
    days = CalendarDay.objects.filter(version=published(holiday("2026-03-03")))
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        days.update(is_working=False, reason="changed")
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        days.delete()
    assert days.get().reason == "Nghỉ lễ"


def test_a_day_cannot_be_moved_out_of_a_published_version():
    days = CalendarDay.objects.filter(version=published(holiday("2026-03-03")))
    draft = CalendarVersion.objects.create(
        calendar=Calendar.objects.get(),
        number=9,
        hours=OFFICE_WEEK,
        covers_from=date(2027, 1, 1),
        covers_to=date(2027, 12, 31),
        decision="3/QĐ",
    )
    with pytest.raises(IntegrityError, match="cannot be changed"):
        days.update(version=draft)


def test_there_is_one_national_calendar():
    Calendar.objects.create()
    with pytest.raises(IntegrityError, match="one_national_calendar"):
        Calendar.objects.create()


def test_a_calendar_belongs_to_a_unit_or_an_agency_not_both():
    agency = AgencyFactory()
    with pytest.raises(IntegrityError, match="one_owner"):
        Calendar.objects.create(agency=agency, unit=agency.unit)
