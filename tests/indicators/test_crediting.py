"""A file is counted once, where it was received; every office still sees what it did."""

from datetime import date, timedelta

import pytest

from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Event
from caseflow.indicators.definitions import figures, shares
from caseflow.indicators.following import note_stale_days
from caseflow.indicators.models import Credit
from caseflow.indicators.rebuilding import compare
from caseflow.indicators.scopes import scope_of
from caseflow.indicators.tallying import recount_everything, recount_stale
from tests.centers.factories import CommuneFactory, ServiceCenterFactory
from tests.indicators.factories import SYSTEM, a_center, at, catch_up, issued, told, write
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


def counted():
    note_stale_days(Event.objects.all())
    return recount_stale()


def share_of(code):
    """Filed, decided for others, returned for others."""
    scope = scope_of(code)
    filed = figures(scope, *DAYS)[0].denominator
    found = shares(scope, *DAYS)
    return filed, found.decided, found.returned


def test_each_office_sees_its_part_and_the_province_each_file_once(places):
    here, there, third = places
    write(returned(issued(a_file(places), "2025-09-24 10:00"), "2025-09-25"))
    counted()
    assert [share_of(place.unit.code) for place in places] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    assert share_of(here.unit.parent.code) == (1, 1, 1)


def test_what_a_commune_receives_and_decides_itself_is_no_credit(places):
    here, *_others = places
    own = a_file(places, deciding_agency=here.parent, returning_center=here)
    write(returned(issued(own, "2025-09-24 10:00"), "2025-09-25"))
    counted()
    assert share_of(here.unit.parent.code) == (1, 0, 0)
    assert not Credit.objects.exists()


def test_a_file_that_ended_without_a_decision_gives_no_credit(places):
    story = a_file(places)
    lifecycle.withdraw(story, actor=SYSTEM, at=at("2025-09-24 10:00"))
    write(story)
    counted()
    assert share_of(places[0].unit.parent.code) == (1, 0, 0)


def test_the_credit_goes_to_who_decided_after_a_transfer(places):
    here, there, third = places
    story = a_file(places)
    agency = third.parent
    lifecycle.transfer(story, actor=SYSTEM, at=at("2025-09-23 10:00"), agency=agency, reason="-")
    write(issued(story, "2025-09-24 10:00"))
    counted()
    assert (share_of(there.unit.code), share_of(third.unit.code)) == ((0, 0, 0), (0, 1, 0))


@pytest.mark.django_db(transaction=True)
def test_facts_and_log_give_the_same_credit(places):
    stories = [issued(a_file(places), f"2025-09-{day} 10:00") for day in (24, 25)]
    write(*(returned(story, "2025-09-26") for story in stories), a_file(places))
    catch_up()
    assert Credit.objects.count() > 0
    assert compare().differences == []
    Credit.objects.update(count=7)
    assert recount_everything() == Credit.objects.count()


def test_a_credit_moves_when_the_day_moves(places):
    write(issued(a_file(places), "2025-09-24 10:00"))
    counted()
    case = Application.objects.get()
    lifecycle.return_result(case.pk, actor=SYSTEM, at=case.last_event_at + timedelta(hours=30))
    counted()
    assert {(row.day.day, row.part) for row in Credit.objects.all()} == {
        (24, "decided"),
        (25, "returned"),
    }
