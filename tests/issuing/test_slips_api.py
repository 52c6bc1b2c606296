"""Slips through the API: who reads them, and what is said while they are being made."""

import pytest
from rest_framework.test import APIClient

from caseflow.accounts.models import Role, User
from caseflow.applications.models import Application, Event, Job
from caseflow.applications.states import State
from caseflow.issuing.models import Slip
from tests.factories import a_citizen, a_supervisor, an_office, case_in
from tests.issuing.papers import content_of, follow_up
from tests.issuing.test_results_api import signed_in, status_of

pytestmark = pytest.mark.django_db


def ask(user: User, case: Application, path: str = "slips/"):
    return signed_in(user).get(f"/api/v1/applications/{case.number}/{path}")


def listed(user: User, case: Application) -> list[tuple[str, bool]]:
    return [(slip["id"], slip["ready"]) for slip in ask(user, case).json()["results"]]


def test_a_citizen_reads_the_slip_of_the_own_file(office):
    citizen = a_citizen()
    case = follow_up(case_in(State.RECEIVED, office, by=citizen))
    assert listed(citizen, case) == [("01-2", True)]
    answer = ask(citizen, case, "slips/01-2/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"".join(answer) == content_of(Slip.objects.get())


def test_a_slip_that_is_still_being_made_is_told_and_comes_in_a_moment(office):
    citizen = a_citizen()
    case = case_in(State.RECEIVED, office, by=citizen)
    assert listed(citizen, case) == [("01-2", False)]
    answer = ask(citizen, case, "slips/01-2/")
    assert (answer.status_code, answer.json()["code"]) == (202, "being_prepared")
    assert answer.headers["Retry-After"] == "2"
    follow_up(case)
    assert b"".join(ask(citizen, case, "slips/01-2/")).startswith(b"%PDF-")


def test_what_the_follower_passed_by_is_not_promised(office):
    citizen = a_citizen()
    case = case_in(State.RECEIVED, office, by=citizen)
    event = Event.objects.of(case).last()
    Job.objects.create(
        follower="issuing", event=event, not_before=event.at, done_at=event.recorded_at
    )
    assert listed(citizen, case) == []
    assert ask(citizen, case, "slips/01-2/").status_code == 404


def test_a_file_of_history_has_no_slips_and_none_to_come(office):
    case = case_in(State.FILED, office)
    assert listed(office.colleague(Role.CLERK), case) == []


def test_control_slips_are_for_the_office_only(office):
    citizen, clerk = a_citizen(), office.colleague(Role.CLERK)
    case = follow_up(case_in(State.STOPPED, office, by=citizen))
    assert [name for name, _ready in listed(clerk, case)] == ["06-4", "05-4", "01-2"]
    assert [name for name, _ready in listed(citizen, case)] == ["05-4", "01-2"]
    assert ask(citizen, case, "slips/06-4/").status_code == 404
    assert status_of(citizen, case, "06-4/") == 404


def test_the_control_slip_of_now_is_a_pdf_for_the_office(office):
    citizen, clerk = a_citizen(), office.colleague(Role.CLERK)
    case = case_in(State.IN_REVIEW, office, by=citizen)
    answer = ask(clerk, case, "control-slip/")
    assert answer.content.startswith(b"%PDF-")
    assert f"{case.number}-06-3.pdf" in answer.headers["Content-Disposition"]
    assert ask(citizen, case, "control-slip/").status_code == 403


def test_strangers_and_other_centres_find_no_slips(office):
    case, supervisor = follow_up(case_in(State.RECEIVED, office, by=a_citizen())), a_supervisor()
    others = [a_citizen("025184000999", "Người khác"), an_office().colleague(Role.CLERK)]
    for path in ("slips/", "slips/01-2/", "control-slip/"):
        assert [ask(user, case, path).status_code for user in others] == [404, 404]
        assert ask(supervisor, case, path).status_code == 403
        anonymous = APIClient().get(f"/api/v1/applications/{case.number}/{path}")
        assert anonymous.status_code == 401


def test_a_slip_that_nothing_called_for_is_not_found(office):
    citizen = a_citizen()
    case = case_in(State.RECEIVED, office, by=citizen)
    names = ("01-1", "02-2", "slip", "01", "%2e%2e", "01-2-x")
    found = {name: ask(citizen, case, f"slips/{name}/").status_code for name in names}
    assert found == dict.fromkeys(names, 404)
