"""A citizen's choice of channels and list of messages."""

import json

import pytest
from django.test import Client

from caseflow.applications.states import State
from caseflow.notices.models import Preference
from tests.api import Api
from tests.factories import a_citizen, case_in, filed_case
from tests.notices.letters import EMAIL, tell

NOTICES, MESSAGES = "/api/v1/me/notices/", "/api/v1/me/messages/"


@pytest.fixture
def mai(db):
    return a_citizen()


def patch(user, body):
    api = Api(user)
    return Client().patch(
        NOTICES, json.dumps(body), content_type="application/json", headers=api.headers
    )


def test_who_never_chose_is_told_in_vietnamese_by_every_way(mai):
    answer = Api(mai).get(NOTICES).json()
    assert (answer["language"], answer["email"], answer["sms"]) == ("vi", True, True)
    assert {"refuse", "request_supplement", "extend", "stop"} <= set(answer["always_told"])


def test_a_choice_is_kept(mai):
    answer = patch(mai, {"language": "en", "sms": False})
    assert answer.json()["language"] == "en"
    kept = Preference.objects.get(account=mai)
    assert (kept.email, kept.sms, kept.language) == (True, False, "en")


def test_messages_in_the_account_cannot_be_switched_off(mai):
    assert patch(mai, {"in_app": False}).json()["in_app"] is True


def test_a_bad_choice_names_its_field(mai):
    answer = patch(mai, {"language": "fr", "email": "perhaps"})
    assert answer.status_code == 400
    assert {"language", "email"} <= set(answer.json()["fields"])


def test_without_a_token_nobody_reads_or_chooses(db):
    assert Client().get(NOTICES).status_code == 401
    assert Client().get(MESSAGES).status_code == 401


def test_a_citizen_reads_the_own_messages_and_no_others(office, mai):
    case = filed_case(office, by=mai, email=EMAIL)
    tell(case)
    (message,) = Api(mai).get(MESSAGES).json()["results"]
    assert (message["application"], message["about"]) == (case.number, "file")
    assert Api(a_citizen("025184000999")).get(MESSAGES).json()["results"] == []


def test_messages_come_newest_first_and_page_by_page(office, mai, monkeypatch):
    monkeypatch.setattr("caseflow.notices.views.NewestFirst.page_size", 2)
    case = case_in(State.IN_REVIEW, office, by=mai)
    for verb in ("file", "receive", "start_review"):
        tell(case, verb)
    first = Api(mai).get(MESSAGES).json()
    assert [message["about"] for message in first["results"]] == ["start_review", "receive"]
    second = Api(mai).get(first["next"]).json()
    assert [message["about"] for message in second["results"]] == ["file"]


def test_a_cursor_somebody_made_up_is_refused(mai):
    assert Api(mai).get(f"{MESSAGES}?cursor=xx").status_code == 404


def test_the_list_of_messages_costs_the_same_however_long(office, mai, django_assert_num_queries):
    for _number in range(3):
        tell(filed_case(office, by=mai))
    api = Api(mai)
    with django_assert_num_queries(2):
        api.get(MESSAGES)
