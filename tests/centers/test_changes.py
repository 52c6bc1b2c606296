from datetime import date

import pytest

from caseflow.centers.calendars import working_time_of_version
from caseflow.centers.changes import agencies_under, changed_span, versions_before
from tests.centers.factories import (
    OFFICE_WEEK,
    AgencyFactory,
    ServiceCenterFactory,
    holiday,
    published,
)

pytestmark = pytest.mark.django_db


def span(version):
    earlier = [working_time_of_version(old.pk) for old in versions_before(version)]
    return changed_span(working_time_of_version(version.pk), earlier)


def test_a_calendar_is_worked_by_whoever_has_none_nearer():
    nation = published()
    elsewhere, center = AgencyFactory(), ServiceCenterFactory()
    assert agencies_under(nation.calendar) == {elsewhere.pk, center.pk, center.parent_id}
    province = published(unit=center.unit.parent)
    own = published(agency=center)
    assert agencies_under(own.calendar) == {center.pk}
    assert agencies_under(province.calendar) == {center.parent_id}
    assert agencies_under(nation.calendar) == {elsewhere.pk}


def test_a_commune_with_a_calendar_leaves_that_of_its_province():
    center = ServiceCenterFactory()
    province = published(unit=center.unit.parent)
    commune = published(unit=center.unit)
    assert agencies_under(province.calendar) == set()
    assert agencies_under(commune.calendar) == {center.pk, center.parent_id}


def test_the_span_reaches_from_the_first_to_the_last_changed_day():
    published(holiday("2026-03-03"))
    newer = published(holiday("2026-03-03"), holiday("2026-04-01"), holiday("2026-04-03"))
    assert span(newer) == (date(2026, 4, 1), date(2026, 4, 3))


def test_a_version_between_is_counted_too():
    published(holiday("2026-03-03"))
    published(holiday("2026-03-05"))
    newest = published(holiday("2026-03-05"), holiday("2026-04-01"))
    assert span(newest) == (date(2026, 3, 3), date(2026, 4, 1))


def test_another_document_for_the_same_day_changes_no_day():
    published(holiday("2026-03-03"))
    again = holiday("2026-03-03")
    again.document_no = "2/QĐ"
    assert span(published(again)) is None


def test_other_hours_change_every_day():
    published()
    newer = published(hours=OFFICE_WEEK | {"5": [["07:00", "11:30"]]})
    assert span(newer) == (date.min, date.max)


def test_the_first_calendar_of_a_province_is_compared_with_the_nations():
    nation = published(holiday("2026-03-03"))
    center = ServiceCenterFactory()
    assert versions_before(published(unit=center.unit.parent)) == [nation]
