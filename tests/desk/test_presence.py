"""Who else has a file open, and what happened to it meanwhile."""

import pytest

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.models import Application
from caseflow.applications.states import State
from caseflow.desk import presence
from tests.factories import MONDAY, an_office, case_in, filed_case

pytestmark = pytest.mark.django_db
NOWHERE = "redis://127.0.0.1:1/0"


def page_of(case, what=""):
    return f"/admin/applications/application/{case.number}/{what}"


def signed(browser, case, **sent):
    return browser.post(page_of(case, "open/"), {"seen": case.last_sequence} | sent)


def test_colleagues_with_the_same_file_open_are_named(office, desk):
    case, clerk, officer = filed_case(office), desk(Role.CLERK), desk(Role.OFFICER)
    signed(officer, case)
    name = office.colleague(Role.OFFICER).username
    assert signed(clerk, case).json()["others"] == f"Also open at: {name}"
    signed(officer, case, closing="yes")
    assert signed(clerk, case).json()["others"] == ""


def test_who_is_elsewhere_is_not_named(office, desk):
    case = filed_case(office)
    presence.mark(case.pk, account=an_office().colleague(Role.CLERK).pk)
    assert signed(desk(Role.CLERK), case).json()["others"] == ""


def test_an_open_page_is_told_what_changed_and_by_whom(office, desk):
    case, clerk = filed_case(office), desk(Role.CLERK)
    assert signed(clerk, case).json()["changed"] == ""
    lifecycle.note(case.pk, actor=office.officer, at=MONDAY, text="Đã gọi")
    told = signed(clerk, case).json()["changed"]
    assert told.startswith("Changed since you opened it: note, by case officer")
    assert office.colleague(Role.OFFICER).username in told


def test_an_open_page_is_told_how_much_is_left(office, desk):
    case = case_in(State.IN_REVIEW, office)
    answer = signed(desk(Role.CLERK), case).json()
    assert answer["tone"] == "late"
    assert "overdue by" in answer["words"]


def test_a_file_of_another_office_gives_no_sign(office, desk):
    assert signed(desk(Role.CLERK), filed_case(an_office())).status_code == 404


def test_without_redis_pages_go_on_and_name_nobody(office, desk, settings):
    case = filed_case(office)
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": NOWHERE}}
    answer = signed(desk(Role.CLERK), case)
    assert (answer.status_code, answer.json()["others"]) == (200, "")


def test_what_was_typed_is_kept_where_the_deed_is_no_longer_possible(office, desk):
    case, clerk = filed_case(office), desk(Role.CLERK)
    lifecycle.receive(case.pk, actor=office.clerk, at=MONDAY)
    typed = {"seen": 1, "reason": "Không thuộc thẩm quyền của trung tâm"}
    page = clerk.post(page_of(case, "refuse/"), typed)
    text = page.content.decode()
    assert "Nothing was done" in text
    assert typed["reason"] in text
    assert page.context["is_possible"] is False
    assert Application.objects.get().state == State.RECEIVED


def test_what_was_typed_is_kept_where_a_rule_refuses_it(office, desk):
    case, leader = case_in(State.IN_REVIEW, office), desk(Role.LEADER)
    typed = {"seen": 3, "reason": "Chờ xác minh", "due_at": "2026-01-01T08:00"}
    page = leader.post(page_of(case, "extend/"), typed)
    assert page.context["form"].whole_errors
    assert typed["reason"] in page.content.decode()
    assert Application.objects.get().extended_at is None


def test_a_sign_costs_few_queries(office, desk, django_assert_max_num_queries):
    case, clerk = filed_case(office), desk(Role.CLERK)
    for role in (Role.OFFICER, Role.LEADER):
        signed(desk(role), case)
    with django_assert_max_num_queries(5):
        signed(clerk, case)
