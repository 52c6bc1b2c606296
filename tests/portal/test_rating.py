"""Rating a file: from the own account, with the key, and through the interface."""

from datetime import timedelta

import pytest
from django.test import Client

from caseflow.applications.models import Application, Event
from caseflow.applications.states import RatedItem, State, Verb
from tests.api import Api
from tests.factories import a_citizen, an_office, case_in

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
ANSWERS = {"rating": "4", "time": "5", "attitude": "2", "text": "Nhanh"}


@pytest.fixture
def case():
    return case_in(State.RETURNED, an_office(), by=a_citizen())


def rated(case: Application) -> dict:
    event = Event.objects.get(application=case, verb=Verb.RATE)
    return {**event.payload, "actor": event.actor_id, "words": event.statement.body}


def with_key(case: Application, **answers: str):
    sent = {"number": case.number, "key": case.tracking_key, **answers}
    return Client(headers=ENGLISH).post("/rating/", sent)


def test_a_citizen_rates_the_whole_and_single_items(case):
    client = Client(headers=ENGLISH)
    client.force_login(case.submitted_by)
    page = f"/mine/files/{case.number}/rating/"
    assert client.get(page).content.decode().count("<fieldset") == 1 + len(RatedItem)
    assert client.post(page, ANSWERS).status_code == 200
    told = rated(case)
    assert (told["rating"], told["items"]) == (4, {"time": 5, "attitude": 2})
    assert (told["actor"], told["words"]) == (case.submitted_by_id, {"text": "Nhanh"})


def test_who_holds_the_key_rates_without_a_name(case):
    form = with_key(case)
    assert form.status_code == 200
    assert "Send the rating" in form.content.decode()
    assert with_key(case, send="1", **ANSWERS).status_code == 200
    assert (rated(case)["actor"], Application.objects.get().rating) == (None, 4)


def test_the_whole_has_to_be_rated_and_items_need_not(case):
    assert with_key(case, send="1", time="5").status_code == 400
    assert with_key(case, send="1", rating="6").status_code == 400
    assert with_key(case, send="1", rating="3").status_code == 200
    assert "items" not in Event.objects.get(verb=Verb.RATE).payload


def test_a_second_rating_is_refused_with_a_reason(case):
    with_key(case, send="1", rating="3")
    answer = with_key(case, send="1", rating="1")
    assert (answer.status_code, Application.objects.get().rating) == (409, 3)
    assert "rated already" in answer.content.decode()


def test_a_wrong_key_rates_nothing(case):
    sent = {"number": case.number, "key": "a" * 16, "send": "1", "rating": "1"}
    assert Client().post("/rating/", sent).status_code == 404
    assert Application.objects.get().rating is None


def test_the_tracking_page_offers_it_once_the_file_has_ended(case):
    sent = {"number": case.number, "key": case.tracking_key}
    assert "data-rate>" in Client().post("/tracking/", sent).content.decode()
    with_key(case, send="1", rating="3")
    assert "data-rate hidden>" in Client().post("/tracking/", sent).content.decode()


def test_the_interface_takes_items_and_names_the_wrong_one(case):
    citizen = Api(case.submitted_by)
    path = f"/api/v1/applications/{case.number}/rate/"
    wrong = citizen.post(path, {"rating": 5, "items": {"time": 6}})
    assert (wrong.status_code, [*wrong.json()["fields"]]) == (400, ["items.time"])
    assert citizen.post(path, {"rating": 5, "items": {"time": 1}}).status_code == 200
    assert Event.objects.get(verb=Verb.RATE).payload["items"] == {"time": 1}


def test_the_key_rates_through_the_interface_too(case):
    path = f"/api/v1/tracking/{case.number}/rating/"
    sent = {"rating": 2, "items": {"answers": 1}}
    client = Client()
    assert client.post(path, sent, content_type="application/json").status_code == 404
    headers = {"Tracking-Key": case.tracking_key}
    answer = client.post(path, sent, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["may_rate"]) == (200, False)
    again = client.post(path, sent, content_type="application/json", headers=headers)
    assert (again.status_code, again.json()["rule"]) == (409, "rated_before")


def test_a_stranger_finds_no_form(case):
    client = Client()
    client.force_login(a_citizen("025184000999", "Nguyễn Văn Khác"))
    assert client.get(f"/mine/files/{case.number}/rating/").status_code == 404


def test_a_file_under_way_is_not_rated_yet():
    case = case_in(State.RECEIVED, an_office(), by=a_citizen())
    assert with_key(case, send="1", rating="5").status_code == 409
    assert Application.objects.get().last_event_at - case.last_event_at == timedelta()
