"""Slips at the desk: one press away, also while they are being made."""

import pytest

from caseflow.accounts.models import Role
from caseflow.applications.states import State
from tests.factories import an_office, case_in
from tests.issuing.papers import follow_up

pytestmark = pytest.mark.django_db


def address(case, what: str = "") -> str:
    return f"/admin/applications/application/{case.number}/{what}"


def test_the_case_page_links_each_slip_and_says_what_is_still_being_made(office, desk):
    case = case_in(State.RECEIVED, office)
    clerk = desk(Role.CLERK)
    assert "being prepared" in clerk.get(address(case)).content.decode()
    follow_up(case)
    page = clerk.get(address(case)).content.decode()
    assert address(case, "slips/01-2/") in page
    assert "being prepared" not in page


def test_a_slip_that_is_still_being_made_opens_a_page_that_looks_again(office, desk):
    case = case_in(State.RECEIVED, office)
    clerk = desk(Role.CLERK)
    waiting = clerk.get(address(case, "slips/01-2/"))
    assert waiting.status_code == 202
    assert '<meta http-equiv="refresh" content="2">' in waiting.content.decode()
    follow_up(case)
    ready = clerk.get(address(case, "slips/01-2/"))
    assert ready.headers["Content-Type"] == "application/pdf"
    assert b"".join(ready).startswith(b"%PDF-")


def test_the_control_slip_opens_at_any_moment(office, desk):
    case = case_in(State.IN_REVIEW, office)
    answer = desk(Role.OFFICER).get(address(case, "control-slip/"))
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("what", ["slips/01-2/", "control-slip/"])
def test_another_office_opens_no_slip(office, desk, what):
    case = follow_up(case_in(State.RECEIVED, an_office()))
    assert desk(Role.CLERK).get(address(case, what)).status_code == 404


def test_a_slip_that_nothing_called_for_is_not_found(office, desk):
    case = case_in(State.FILED, office)
    assert desk(Role.CLERK).get(address(case, "slips/01-1/")).status_code == 404
