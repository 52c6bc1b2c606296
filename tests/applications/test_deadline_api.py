from datetime import timedelta

import pytest

from caseflow.applications import lifecycle
from caseflow.applications.states import State
from tests.api import Api
from tests.factories import MONDAY, a_citizen, a_procedure, an_office, case_in, filed_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office()


def asked(office, case, language="en"):
    clerk = Api(office.colleague("clerk"), language)
    return clerk.get(f"/api/v1/applications/{case.number}/deadline/")


def test_a_case_tells_its_date_day_by_day(office):
    case = case_in(State.RECEIVED, office)
    told = asked(office, case).json()
    assert told["due_at"] == "2026-03-05T09:00:00+07:00"
    assert [(day["date"], day["effect"]) for day in told["explanation"]] == [
        ("2026-03-02", "skipped"),
        ("2026-03-03", "counted"),
        ("2026-03-04", "counted"),
        ("2026-03-05", "counted"),
    ]
    assert told["explanation"][1]["effect_name"] == "counted"


def test_the_days_are_told_in_the_language_of_the_asker(office):
    case = case_in(State.RECEIVED, office)
    assert asked(office, case, "vi").json()["explanation"][1]["reason"] == "ngày làm việc"
    assert asked(office, case).json()["explanation"][1]["reason"] == "working day"


def test_every_clock_stands_with_its_law_and_its_end(office):
    case = case_in(State.SUPPLEMENT_REQUESTED, office)
    clocks = {clock["clock"]: clock for clock in asked(office, case).json()["clocks"]}
    assert clocks["reception"]["met_at"] == "2026-03-02T09:00:00+07:00"
    assert clocks["supplement"]["due_at"] == "2026-03-17T10:00:00+07:00"
    assert "118/2025" in clocks["supplement"]["law"]
    assert not clocks["supplement_notice"]["late"]


def test_time_spent_is_told_in_both_measures(office):
    case = case_in(State.ISSUED, office)
    spent = {part["clock"]: part for part in asked(office, case).json()["time_spent"]}
    assert spent["agency"]["elapsed_seconds"] == case.agency_seconds == 4 * 3600
    assert spent["agency"]["working_seconds"] == int(3.5 * 3600)
    assert sum(part["elapsed_seconds"] for part in spent.values()) == 4 * 3600


def test_a_case_without_a_limit_has_no_date(office):
    version = a_procedure(limit_unit="", limit_amount=None)
    told = asked(office, case_in(State.RECEIVED, office, version=version)).json()
    assert (told["due_at"], told["explanation"]) == (None, [])


def test_who_may_not_see_a_case_finds_no_deadline(office):
    case = filed_case(office)
    stranger = Api(a_citizen(identity="025184000124"))
    assert stranger.get(f"/api/v1/applications/{case.number}/deadline/").status_code == 404


def test_tracking_explains_the_citizens_clocks_and_nothing_personal(client, office):
    case = case_in(State.RECEIVED, office)
    lifecycle.note(case.pk, actor=office.clerk, at=MONDAY + timedelta(hours=2), text="riêng")
    answer = client.get(
        f"/api/v1/tracking/{case.number}/", headers={"tracking-key": case.tracking_key}
    )
    clocks = answer.json()["clocks"]
    assert [clock["clock"] for clock in clocks] == ["reception", "settlement"]
    assert case.applicant_name not in answer.content.decode()
