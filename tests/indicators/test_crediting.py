"""A file is counted once, where it was received; every office still sees what it did."""

from datetime import date

import pytest

from caseflow.applications import lifecycle
from caseflow.applications.models import Application
from caseflow.indicators import reading
from caseflow.indicators.definitions import shares
from caseflow.indicators.models import CenterDay, Role
from caseflow.indicators.scopes import scope_of
from caseflow.indicators.tallying import count
from tests.centers.factories import CommuneFactory, ServiceCenterFactory
from tests.indicators.factories import SYSTEM, a_center, at, counted, differences, issued, told
from tests.procedures.factories import published

pytestmark = pytest.mark.django_db
DAYS = date(2025, 9, 1), date(2025, 9, 30)


@pytest.fixture
def places():
    """Three communes of one province: received, decided, returned."""
    here = a_center()
    province = here.unit.parent
    there, third = (
        ServiceCenterFactory(unit=CommuneFactory(parent=province)) for _commune in range(2)
    )
    return here, there, third


def a_file(places, **fields):
    here, there, third = places
    offices = {
        "receiving_center": here,
        "deciding_agency": there.parent,
        "returning_center": third,
    }
    return told(**offices | {"procedure_version": published()} | fields)


def returned(story, day):
    lifecycle.return_result(story, actor=SYSTEM, at=at(f"{day} 09:00"))
    return story


def share_of(code):
    """Filed, decided for others, returned for others."""
    scope = scope_of(code)
    filed = reading.totals(scope, *DAYS, names=["filed"])["filed"]
    found = shares(scope, *DAYS)
    return filed, found.decided, found.returned


def test_each_office_sees_its_part_and_the_province_each_file_once(places):
    here, there, third = places
    counted(returned(issued(a_file(places), "2025-09-24 10:00"), "2025-09-25"))
    assert [share_of(place.unit.code) for place in places] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    assert share_of(here.unit.parent.code) == (1, 1, 1)


def test_what_a_commune_receives_and_decides_itself_is_no_credit(places):
    here, *_others = places
    own = a_file(places, deciding_agency=here.parent, returning_center=here)
    counted(returned(issued(own, "2025-09-24 10:00"), "2025-09-25"))
    assert share_of(here.unit.parent.code) == (1, 0, 0)
    assert Application.objects.get().fact.decided_elsewhere is False


def test_a_file_that_ended_without_a_decision_gives_no_credit(places):
    story = a_file(places)
    lifecycle.withdraw(story, actor=SYSTEM, at=at("2025-09-24 10:00"))
    counted(story)
    assert share_of(places[0].unit.parent.code) == (1, 0, 0)


def test_the_credit_goes_to_who_decided_after_a_transfer(places):
    here, there, third = places
    story = a_file(places)
    agency = third.parent
    lifecycle.transfer(story, actor=SYSTEM, at=at("2025-09-23 10:00"), agency=agency, reason="-")
    counted(issued(story, "2025-09-24 10:00"))
    assert (share_of(there.unit.code), share_of(third.unit.code)) == ((0, 0, 0), (0, 1, 0))


def test_every_counter_is_told_of_who_received_who_decided_and_who_returned(places):
    stories = [issued(a_file(places), f"2025-09-{day} 10:00") for day in (24, 25)]
    counted(*(returned(story, "2025-09-26") for story in stories), a_file(places))
    offices = zip((places[0], places[1].parent, places[2]), Role, strict=True)
    found = [
        reading.totals([office.pk], *DAYS, role=role, names=["filed", "finished"])
        for office, role in offices
    ]
    assert found == [{"filed": 3, "finished": 2}] * 3
    assert differences() == []


def test_a_file_is_credited_on_the_day_on_which_each_part_ended(places):
    [case] = counted(issued(a_file(places), "2025-09-24 10:00"))
    lifecycle.return_result(case.pk, actor=SYSTEM, at=at("2025-09-25 16:00"))
    count([case.pk])
    parts = ((Role.DECIDING, "finished_decided_elsewhere"), (Role.RETURNING, "returned_elsewhere"))
    told_on = [
        CenterDay.objects.get(role=role, **{f"{name}__gt": 0}).day.day for role, name in parts
    ]
    assert told_on == [24, 25]
