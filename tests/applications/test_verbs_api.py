from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caseflow.accounts.models import AccessToken, Role
from caseflow.applications.actors import Actor
from caseflow.applications.models import Event
from caseflow.applications.permissions import RIGHTS, may
from caseflow.applications.states import State, Verb
from tests.api import Api
from tests.factories import (
    ITEMS,
    WAY_TO,
    a_citizen,
    a_supervisor,
    an_office,
    case_in,
    filed_case,
)

pytestmark = pytest.mark.django_db


def url(case, rest=""):
    return f"/api/v1/applications/{case.number}/{rest}"


@pytest.fixture
def office():
    return an_office()


def test_the_main_road_from_filing_to_the_decision(office):
    case = filed_case(office, by=a_citizen())
    for role, verb, body in [
        (Role.CLERK, "receive", {}),
        (Role.CLERK, "start_review", {}),
        (Role.OFFICER, "propose", {"outcome": "approved", "text": "Đủ điều kiện"}),
        (Role.LEADER, "approve", {}),
    ]:
        answer = Api(office.colleague(role)).post(url(case, f"{verb}/"), body)
        assert answer.status_code == 200, answer.json()
    assert (answer.json()["state"], answer.json()["portal_status"]) == ("decided", 4)


def test_a_deed_costs_a_fixed_number_of_statements(office):
    case, api = filed_case(office), Api(office.colleague(Role.CLERK))
    case_in(State.RECEIVED, office)  # the calendar is known from here on
    with CaptureQueriesContext(connection) as queries:
        api.post(url(case, "receive/"))
    assert len([q for q in queries if "SAVEPOINT" not in q["sql"]]) <= 8


def test_a_deed_from_a_wrong_state_is_a_conflict_with_the_rule_and_the_way_out(office):
    case = case_in(State.RECEIVED, office)
    answer = Api(office.colleague(Role.CLERK)).post(url(case, "receive/"))
    assert answer.status_code == 409
    assert answer.json()["rule"] == "state"
    assert "start_review" in answer.json()["possible_verbs"]


def test_a_deed_of_another_role_is_forbidden(office):
    case = filed_case(office)
    assert Api(office.colleague(Role.LEADER)).post(url(case, "receive/")).status_code == 403


def test_a_clerk_of_another_centre_does_not_find_the_file(office):
    case, elsewhere = filed_case(office), an_office()
    api = Api(elsewhere.colleague(Role.CLERK))
    assert api.get(url(case)).status_code == 404
    assert api.post(url(case, "receive/")).status_code == 404


def test_another_citizen_does_not_find_the_file(office):
    case = filed_case(office, by=a_citizen())
    stranger = Api(a_citizen("025190000456", "Hà Văn Nam"))
    for rest in ("", "events/", "documents/", "results/"):
        assert stranger.get(url(case, rest)).status_code == 404


def test_a_citizen_finds_a_file_that_staff_filed_in_their_name(office):
    case = filed_case(office)
    assert Api(a_citizen()).get(url(case)).json()["number"] == case.number


def test_an_expired_token_is_refused(office):
    api = Api(office.colleague(Role.CLERK))
    AccessToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = api.get("/api/v1/applications/")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")


def test_a_supervisor_reads_everything_with_personal_data_masked(office):
    case = filed_case(office, by=a_citizen())
    shown = Api(a_supervisor()).get(url(case)).json()
    assert shown["applicant"]["identity_number"] == "•••••••••123"
    assert (shown["applicant"]["phone"], shown["form"], shown["tracking_key"]) == (None, {}, "")
    assert shown["possible_verbs"] == []


@pytest.mark.parametrize(
    ("verb", "state", "body", "field"),
    [
        ("refuse", State.FILED, {}, "reason"),
        ("request_supplement", State.RECEIVED, {"items": []}, "items"),
        ("request_supplement", State.RECEIVED, {"items": [{"paper": "x"}]}, "items.0.defect"),
        (
            "request_supplement",
            State.RECEIVED,
            {"items": [{"defect": "missing", "text": "x"}]},
            "items.0.paper",
        ),
        ("assign", State.RECEIVED, {"officer": "nobody"}, "officer"),
        ("note", State.RECEIVED, {"text": " "}, "text"),
        ("transfer", State.RECEIVED, {"agency": "H99", "reason": "x"}, "agency"),
    ],
)
def test_a_body_that_lacks_something_names_it(verb, state, body, field, office):
    case = case_in(state, office)
    answer = Api(office.colleague(Role.CLERK)).post(url(case, f"{verb}/"), body)
    assert answer.status_code == 400
    assert field in answer.json()["fields"]


def test_what_the_office_thinks_among_itself_is_not_told_to_the_citizen(office):
    case = case_in(State.IN_REVIEW, office, by=a_citizen())
    body = {"outcome": "rejected", "text": "Chưa đủ"}
    Api(office.colleague(Role.OFFICER)).post(url(case, "propose/"), body)
    event = Api(case.submitted_by).get(url(case, "events/")).json()["results"][-1]
    assert (event["verb"], event["payload"], event["said"]) == ("propose", {}, None)
    inside = Api(office.colleague(Role.CLERK)).get(url(case, "events/")).json()["results"][-1]
    assert inside["said"] == {"text": "Chưa đủ"}


def test_a_supplement_is_requested_item_by_item_and_supplied(office):
    case = case_in(State.RECEIVED, office, by=a_citizen())
    clerk, owner = Api(office.colleague(Role.CLERK)), Api(case.submitted_by)
    clerk.post(url(case, "request_supplement/"), {"items": ITEMS})
    said = owner.get(url(case, "events/")).json()["results"][-1]["said"]
    assert said["items"][0]["text"] == ITEMS[0]["text"]
    assert owner.post(url(case, "supply/"), {"text": "đã bổ sung"}).json()["state"] == "received"


def test_the_list_of_a_citizen_holds_only_the_own_files_newest_first(office):
    citizen = a_citizen()
    mine = [filed_case(office, by=citizen) for _ in range(2)]
    filed_case(office, identity_number="025190000456")
    listed = Api(citizen).get("/api/v1/applications/").json()["results"]
    assert [line["number"] for line in listed] == [mine[1].number, mine[0].number]


def test_the_list_costs_the_same_however_long_it_is(office):
    api, counts = Api(office.colleague(Role.CLERK)), []
    for _ in range(2):
        filed_case(office)
        with CaptureQueriesContext(connection) as queries:
            api.get("/api/v1/applications/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4


def test_tracking_shows_steps_and_nothing_personal(office):
    case = case_in(State.IN_REVIEW, office)
    answer = Client().get(
        f"/api/v1/tracking/{case.number}/", headers={"tracking-key": case.tracking_key}
    )
    assert [step["state"] for step in answer.json()["steps"]] == ["filed", "received", "in_review"]
    for personal in (case.applicant_name, case.applicant_identity, case.applicant_phone):
        assert personal not in answer.content.decode()


def test_tracking_answers_every_wrong_pair_alike(office):
    case = filed_case(office)
    wrong = [(case.number, ""), (case.number, "x" * 16), ("H44.1-260101-0001", case.tracking_key)]
    answers = [
        Client().get(f"/api/v1/tracking/{number}/", headers={"tracking-key": key})
        for number, key in wrong
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (404, answers[0].content)
    }


def test_every_verb_has_its_rights():
    assert set(RIGHTS) == set(Verb) - {Verb.FILE, Verb.IMPORTED}


@pytest.mark.parametrize("verb", RIGHTS)
def test_who_has_nothing_to_do_with_the_file_may_do_nothing(verb, office):
    case, elsewhere = filed_case(office), an_office()
    strangers = [elsewhere.clerk, elsewhere.officer, elsewhere.leader, Actor.of(a_supervisor())]
    assert not any(may(stranger, verb, case) for stranger in strangers)


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_one_wins_and_the_other_is_told(office):
    case, gate, answers = filed_case(office), Barrier(4), []
    api = Api(office.colleague(Role.CLERK))

    def act(verb, body):
        gate.wait()
        answers.append(api.post(url(case, f"{verb}/"), body))
        connection.close()

    deeds = [("receive", {}), ("refuse", {"reason": "x"})] * 2
    threads = [Thread(target=act, args=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert Event.objects.of(case).count() == 2


@pytest.mark.parametrize("state", list(WAY_TO))
def test_possible_verbs_of_a_leader_can_all_be_done(state, office):
    case = case_in(state, office)
    shown = Api(office.colleague(Role.LEADER)).get(url(case)).json()
    for verb in shown["possible_verbs"]:
        assert may(office.leader, Verb(verb), case)


def test_a_corrected_form_must_fit_the_procedure_too(office):
    case = case_in(State.RECEIVED, office, by=a_citizen())
    wrong_name = {"field": "child_name", "defect": "wrong", "text": "Sai họ tên"}
    clerk = Api(office.colleague(Role.CLERK))
    clerk.post(url(case, "request_supplement/"), {"items": [wrong_name]})
    answer = Api(case.submitted_by).post(url(case, "supply/"), {"form": {"child_name": 7}})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["form.child_name"])
    good = Api(case.submitted_by).post(
        url(case, "supply/"), {"form": {"child_name": "Lò Văn Bình"}}
    )
    assert good.json()["form"] == {"child_name": "Lò Văn Bình"}


def test_the_pages_of_a_list_neither_repeat_nor_skip(office):
    numbers = {filed_case(office).number for _ in range(5)}
    api, path, seen = Api(office.colleague(Role.CLERK)), "/api/v1/applications/?page_size=2", []
    while path:
        page = api.get(path).json()
        seen += [line["number"] for line in page["results"]]
        path = page["next"]
    assert sorted(seen, reverse=True) == seen
    assert set(seen) == numbers


def test_a_list_is_narrowed_to_the_states_asked_for(office):
    filed_case(office)
    received = case_in(State.RECEIVED, office)
    answer = Api(office.colleague(Role.CLERK)).get("/api/v1/applications/?state=received")
    assert [line["number"] for line in answer.json()["results"]] == [received.number]


def test_a_page_that_no_answer_named_is_refused(office):
    answer = Api(office.colleague(Role.CLERK)).get("/api/v1/applications/?after=yesterday")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["after"])
