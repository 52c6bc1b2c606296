"""The signing inbox for programs: scoped to its holder, once, and honest about refusals."""

import base64

import pytest

from caseflow.accounts.models import Role
from caseflow.applications.models import Application, Event
from caseflow.applications.states import State
from caseflow.issuing.states import KeyPlace
from tests.api import Api
from tests.factories import a_procedure, an_office
from tests.issuing.inboxes import Device, decided, delegated, state_of, waiting_order

pytestmark = pytest.mark.django_db
INBOX = "/api/v1/signing-orders/"
ISSUED, WAITS = ("issued", State.ISSUED), ("waiting", State.DECIDED)


@pytest.fixture
def leader(office):
    decided(office, KeyPlace.DEVICE)
    return office.colleague(Role.LEADER)


@pytest.fixture
def token(leader):
    return Device(leader)


def at(order, what=""):
    return f"{INBOX}{order.reference}/{what}"


def prepared(api, order, token):
    certificate = base64.b64encode(token.certificate).decode()
    return api.post(at(order, "prepare/"), {"certificate": certificate})


def answer_to(preparation, token):
    value = token.value(base64.b64decode(preparation["to_sign"]))
    sent = base64.b64encode(value).decode()
    return {"preparation": preparation["preparation"], "value": sent}


def test_a_program_lists_what_waits_for_its_holder_page_by_page(office, leader):
    version, api = a_procedure(), Api(leader)
    orders = [waiting_order(office, version=version) for _ in range(3)]
    first = api.get(f"{INBOX}?limit=2").json()
    second = api.get(f"{INBOX}?limit=2&after={first['next'].replace('+', '%2B')}").json()
    numbers = [order.application.number for order in orders]
    assert [line["number"] for line in first["results"] + second["results"]] == numbers
    assert second["next"] is None


def test_the_value_is_taken_once_and_asked_again_answered_alike(office, leader, token):
    order, api = waiting_order(office), Api(leader)
    answer = answer_to(prepared(api, order, token).json(), token)
    for _ in range(2):
        taken = api.post(at(order, "complete/"), answer)
        assert (taken.status_code, taken.json()["state"]) == (200, "issued")
    assert Event.objects.filter(verb="issue").count() == 1


def test_a_value_for_another_document_is_refused_with_the_rule(office, leader, token):
    api = Api(leader)
    one, other = (prepared(api, waiting_order(office), token).json() for _ in range(2))
    wrong = answer_to(other, token) | {"preparation": one["preparation"]}
    order = first_order(leader)
    refused = api.post(f"{INBOX}{order}/complete/", wrong)
    assert (refused.status_code, refused.json()["rule"]) == (409, "value_refused")
    assert refused.json()["instead"]


def first_order(leader):
    return Api(leader).get(INBOX).json()["results"][0]["id"]


def test_what_awaits_somebody_else_is_not_there(office, leader, token):
    order = waiting_order(office)
    for other in (office.colleague(Role.OFFICER), an_office().colleague(Role.LEADER)):
        api = Api(other)
        assert api.get(INBOX).json()["results"] == []
        assert prepared(api, order, token).status_code == 404
        assert api.get(at(order, "document/")).status_code == 404


def test_whoever_may_not_sign_is_told_the_rule_in_both_languages(office, leader):
    order = waiting_order(office)
    said = set()
    for language in ("vi", "en"):
        refused = prepared(Api(leader, language), order, Device(leader, registered=False))
        assert (refused.status_code, refused.json()["rule"]) == (403, "certificate_of_another")
        said.add(refused.json()["message"])
    assert len(said) == 2


def test_a_deputy_finds_the_leaders_results_while_the_delegation_lasts(office, leader):
    order = waiting_order(office)
    delegated(office)
    api = Api(office.colleague(Role.OFFICER))
    [line] = api.get(INBOX).json()["results"]
    assert line["number"] == order.application.number
    assert api.get(at(order, "document/")).content.startswith(b"%PDF-")


def test_refusing_to_sign_revokes_the_decision_with_the_reason(office, leader):
    order, api = waiting_order(office), Api(leader)
    assert api.post(at(order, "refuse/"), {}).json()["fields"] == {
        "reason": ["This field is required."]
    }
    assert api.post(at(order, "refuse/"), {"reason": "Sai họ tên"}).json()["state"] == "withdrawn"
    assert state_of(order) == ("withdrawn", State.IN_REVIEW)
    event = Event.objects.of(Application.objects.get()).last()
    assert (event.verb, event.statement.body) == ("revoke_decision", {"reason": "Sai họ tên"})


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("prepare/", {"certificate": "no base64!"}),
        ("prepare/", {}),
        ("complete/", {"preparation": "x", "value": "x"}),
    ],
)
def test_nonsense_is_named_by_its_field(office, leader, what, body):
    refused = Api(leader).post(at(waiting_order(office), what), body)
    assert refused.status_code == 400
    assert refused.json()["fields"]


def test_the_list_costs_the_same_queries_for_one_and_for_many(
    office, leader, django_assert_max_num_queries
):
    version, api = a_procedure(), Api(leader)
    for count in (1, 8):
        for _ in range(count):
            waiting_order(office, version=version)
        with django_assert_max_num_queries(4):
            assert api.get(INBOX).status_code == 200
