from datetime import timedelta

import pytest

from caseflow.accounts.models import Role
from caseflow.applications import reading
from caseflow.applications.models import Reading
from caseflow.applications.states import Door
from tests.api import Api
from tests.factories import MONDAY, a_citizen, an_office, filed_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def mai():
    return a_citizen()


@pytest.fixture
def case(office, mai):
    return filed_case(office, by=mai)


def test_a_clerk_who_opens_a_file_is_written_down(case, office):
    Api(office.colleague(Role.CLERK)).get(f"/api/v1/applications/{case.number}/")
    (found,) = Reading.objects.all()
    assert (found.reader_id, found.unit, found.door) == (
        office.clerk.user_id,
        office.center.code,
        Door.API,
    )


def test_the_owner_reads_without_being_written_down(case, mai):
    Api(mai).get(f"/api/v1/applications/{case.number}/")
    assert not Reading.objects.exists()


def test_who_opens_it_twice_on_a_day_is_written_down_once(case, office):
    for minutes in (0, 30):
        at = MONDAY + timedelta(minutes=minutes)
        reading.note(case, actor=office.clerk, door=Door.DESK, at=at)
    assert Reading.objects.count() == 1


def test_the_next_day_counts_again(case, office):
    for days in (0, 1):
        reading.note(case, actor=office.clerk, door=Door.DESK, at=MONDAY + timedelta(days=days))
    assert Reading.objects.count() == 2


def test_the_owner_sees_which_office_read_and_not_who(case, office, mai):
    reading.note(case, actor=office.clerk, door=Door.DESK, at=MONDAY)
    answer = Api(mai).get(f"/api/v1/applications/{case.number}/readings/")
    assert answer.json()["results"] == [
        {
            "at": "2026-03-02T08:00:00+07:00",
            "role": "clerk",
            "unit": office.center.code,
            "door": "desk",
        }
    ]


def test_a_stranger_does_not_see_who_read(case):
    stranger = a_citizen(identity="025184000999", name="Đinh Văn Lạ")
    answer = Api(stranger).get(f"/api/v1/applications/{case.number}/readings/")
    assert answer.status_code == 404


def test_an_office_that_does_not_handle_the_file_reads_nothing_and_is_not_written_down(case):
    elsewhere = an_office()
    answer = Api(elsewhere.colleague(Role.CLERK)).get(f"/api/v1/applications/{case.number}/")
    assert answer.status_code == 404
    assert not Reading.objects.exists()
