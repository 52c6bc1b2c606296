"""Who has a file, and money at the counter."""

import pytest

from caseflow.accounts.models import Role
from caseflow.applications.models import Application, Event
from caseflow.applications.states import State
from tests.api import Api
from tests.factories import an_office, case_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office()


def do(office, role, case, verb, **body):
    api = Api(office.colleague(role))
    return api.post(f"/api/v1/applications/{case.number}/{verb}/", body)


def test_an_officer_gives_the_own_file_back_to_the_pool(office):
    case = case_in(State.IN_REVIEW, office)
    officer = office.colleague(Role.OFFICER)
    assert do(office, Role.OFFICER, case, "release").status_code == 403
    do(office, Role.LEADER, case, "assign", officer=officer.username)
    assert do(office, Role.OFFICER, case, "release").status_code == 200
    assert Application.objects.get(pk=case.pk).officer_id is None
    assert Event.objects.of(case).last().payload == {"officer": None}


@pytest.mark.parametrize(("verb", "state"), [("assign", "received"), ("start_review", "received")])
def test_nobody_of_another_agency_is_given_a_file(verb, state, office):
    case = case_in(State(state), office)
    stranger = an_office().colleague(Role.OFFICER)
    answer = do(office, Role.CLERK, case, verb, officer=stranger.username)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["officer"])


def test_cash_is_taken_with_the_number_of_its_receipt(office):
    case = case_in(State.PAYMENT_DUE, office)
    answer = do(office, Role.CLERK, case, "pay", reference="BL 0001234", amount=8000)
    assert answer.json()["state"] == "in_review"
    payload = Event.objects.of(case).last().payload
    assert (payload["reference"], payload["amount"], payload["online"]) == (
        "BL 0001234",
        8000,
        False,
    )


def test_another_amount_than_was_asked_is_refused(office):
    answer = do(office, Role.CLERK, case_in(State.PAYMENT_DUE, office), "pay", amount=7000)
    assert (answer.status_code, answer.json()["rule"]) == (409, "payment_amount")


def test_the_lines_of_a_payment_request_are_kept_as_words(office):
    case = case_in(State.IN_REVIEW, office)
    lines = [{"name": "Lệ phí", "amount": 5000}, {"name": "Bản sao", "amount": 3000}]
    assert do(office, Role.OFFICER, case, "request_payment", lines=lines).status_code == 200
    event = Event.objects.of(case).select_related("statement").last()
    assert event.payload["amount"] == 8000
    assert [line["amount"] for line in event.statement.body["lines"]] == [5000, 3000]
