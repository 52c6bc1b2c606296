"""Refusing a visitor at the desk: a number, a reason and slip 03, but no file."""

import pytest

from caseflow.accounts.models import Role
from caseflow.applications.models import Application, Event
from caseflow.applications.states import State
from tests.factories import a_procedure

pytestmark = pytest.mark.django_db
VISITOR = {
    "applicant-kind": "person",
    "applicant-identity_number": "025184000123",
    "applicant-full_name": "Lò Thị Quỳnh Mai",
    "applicant-date_of_birth": "1984-05-06",
    "reason": "Không thuộc thẩm quyền của trung tâm.",
    "key": "once",
}


@pytest.fixture
def page(office):
    code = a_procedure().procedure.code
    return f"/admin/applications/application/file/{code}/refuse/"


def test_a_visitor_is_refused_once_with_a_number_and_a_reason(office, desk, page):
    clerk = desk(Role.CLERK)
    for _ in range(2):
        answer = clerk.post(page, VISITOR)
    case = Application.objects.get()
    assert answer.url == f"/admin/applications/application/{case.number}/"
    assert (case.state, case.receiving_center) == (State.REFUSED, office.center)
    assert [event.verb for event in Event.objects.of(case)] == ["file", "refuse"]
    assert "print the slip" in clerk.get(answer.url).text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"reason": ""}, "required"),
        ({"applicant-identity_number": "12"}, "exactly 12 digits"),
        ({"applicant-date_of_birth": ""}, "required"),
        ({"reason": "a\0b"}, "Null characters"),
    ],
)
def test_what_is_missing_is_asked_beside_its_field(wrong, told, desk, page):
    answer = desk(Role.CLERK).post(page, VISITOR | wrong)
    assert answer.status_code == 200
    assert told in answer.text or "Give the date of birth." in answer.text
    assert not Application.objects.exists()


def test_the_same_page_with_other_contents_is_told(desk, page):
    clerk = desk(Role.CLERK)
    clerk.post(page, VISITOR)
    answer = clerk.post(page, VISITOR | {"reason": "Lý do khác"})
    assert "handed in before with other contents" in answer.text
    assert Application.objects.count() == 1


def test_only_clerks_refuse_at_a_counter(desk, page):
    for role in (Role.OFFICER, Role.LEADER):
        browser = desk(role)
        assert (browser.get(page).status_code, browser.post(page, VISITOR).status_code) == (
            403,
        ) * 2
    assert not Application.objects.exists()


def test_the_way_there_stands_beside_the_filing(desk, page):
    clerk = desk(Role.CLERK)
    assert page in clerk.get(page.removesuffix("refuse/")).text
    assert clerk.get(page.replace("file/", "file/9.999999/", 1)).status_code == 404
