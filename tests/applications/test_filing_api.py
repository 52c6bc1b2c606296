import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caseflow.applications.models import Application, Competence, Event
from caseflow.centers.models import ServiceCenter
from procedures import publishing
from tests.api import Api
from tests.factories import MONDAY, a_citizen, a_filing, a_procedure, an_office

pytestmark = pytest.mark.django_db
URL = "/api/v1/applications/"


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def citizen():
    return a_citizen()


@pytest.fixture
def body(office):
    return a_filing(office)


def test_a_citizen_files_and_gets_number_deadline_and_key(citizen, office, body):
    answer = Api(citizen).post(URL, body)
    filed = answer.json()
    assert answer.status_code == 201
    assert filed["number"].startswith(f"{office.center.parent.code}-")
    assert (filed["state"], filed["portal_status"], filed["due_at"]) == ("filed", 1, None)
    assert filed["reception_due_at"]
    assert len(filed["tracking_key"]) == 16


def test_filing_in_ones_own_name_online_is_self_filing(citizen, body):
    Api(citizen).post(URL, body | {"channel": "counter"})
    case = Application.objects.get()
    assert (case.channel, case.assistance) == ("online", "self")
    assert case.applicant.account == citizen


def test_filing_for_somebody_else_is_assisted_and_links_nobody(citizen, body):
    body["applicant"]["identity_number"] = "025190000456"
    Api(citizen).post(URL, body)
    case = Application.objects.get()
    assert (case.assistance, case.applicant) == ("assisted", None)


def test_a_clerk_filing_for_a_citizen_is_recorded_as_staff(office, body):
    Api(office.colleague("clerk")).post(URL, body | {"channel": "counter"})
    case = Application.objects.get()
    assert (case.channel, case.assistance) == ("counter", "staff")
    assert case.submitted_by == office.colleague("clerk")


def test_filing_costs_at_most_eight_statements(citizen, body):
    api = Api(citizen)
    api.post(URL, body, **{"idempotency-key": "warm"})
    with CaptureQueriesContext(connection) as queries:
        api.post(URL, body, **{"idempotency-key": "counted"})
    counted = [q for q in queries if "SAVEPOINT" not in q["sql"]]
    assert len(counted) <= 8


def test_the_same_key_and_body_answer_with_the_same_application(citizen, body):
    api, key = Api(citizen), {"idempotency-key": "once"}
    first, second = api.post(URL, body, **key), api.post(URL, body, **key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()


def test_the_key_is_compared_before_the_body_is_validated(citizen, body):
    api, key = Api(citizen), {"idempotency-key": "once"}
    api.post(URL, body, **key)
    assert api.post(URL, {"nonsense": 1}, **key).status_code == 409


def test_a_key_belongs_to_its_account(citizen, body):
    Api(citizen).post(URL, body, **{"idempotency-key": "once"})
    other = a_citizen("025190000456", "Hà Văn Nam")
    assert Api(other).post(URL, body, **{"idempotency-key": "once"}).status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"procedure": "9.999999"}, "procedure"),
        ({"receiving_center": "H44.9999"}, "receiving_center"),
        ({"receiving_center": "'; drop table"}, "receiving_center"),
        ({"form": {}}, "form.child_name"),
        ({"form": {"child_name": 7}}, "form.child_name"),
        ({"form": {"child_name": "An", "more": 1}}, "form.more"),
        ({"form": []}, "form"),
        ({"applicant": {}}, "applicant.kind"),
        ({"applicant": "me"}, "applicant.non_field_errors"),
    ],
)
def test_bad_input_is_answered_with_the_name_of_the_field(change, field, citizen, body):
    answer = Api(citizen).post(URL, body | change)
    assert answer.status_code == 400
    assert field in answer.json()["fields"]
    assert not Application.objects.exists()


@pytest.mark.parametrize("number", ["12345678901", "1234567890123", "02518400012x", "٠٢٥١٨٤٠٠٠١٢٣"])
def test_an_identity_number_of_the_wrong_shape_is_refused(number, citizen, body):
    body["applicant"]["identity_number"] = number
    fields = Api(citizen).post(URL, body).json()["fields"]
    assert fields == {"applicant.identity_number": ["An identity number has exactly 12 digits."]}


def test_a_retired_procedure_is_told_apart_from_an_unknown_one(citizen, body):
    version = a_procedure()
    publishing.retire(version, at=MONDAY, by=None)
    answer = Api(citizen).post(URL, body | {"procedure": version.procedure.code})
    assert answer.json()["fields"] == {"procedure": ["This procedure is no longer in force."]}


def test_a_centre_that_does_not_take_the_procedure_is_refused(citizen, body):
    provincial = a_procedure(procedure__levels=["province"])
    answer = Api(citizen).post(URL, body | {"procedure": provincial.procedure.code})
    assert "receiving_center" in answer.json()["fields"]


def test_a_closed_centre_takes_no_more_files(citizen, body, office):
    closed_on = MONDAY.date() - timedelta(days=1)
    ServiceCenter.objects.filter(pk=office.center.pk).update(valid_to=closed_on)
    fields = Api(citizen).post(URL, body).json()["fields"]
    assert fields == {"receiving_center": ["There is no service centre with this code."]}


def test_a_competent_agency_decides_what_communes_do_not(citizen, body, office):
    provincial = a_procedure(procedure__levels=["province"])
    department = an_office().center.parent
    Competence.objects.create(procedure=provincial.procedure, agency=department)
    Api(citizen).post(URL, body | {"procedure": provincial.procedure.code})
    assert Application.objects.get().deciding_agency == department


def test_errors_speak_the_language_asked_for(citizen, body):
    answers = [
        Api(citizen, language).post(URL, body | {"procedure": "9.999999"}).json()["message"]
        for language in ("en", "vi")
    ]
    assert answers[0] == "Please mend the fields named."


def test_a_body_that_is_no_json_is_a_400(citizen):
    headers = Api(citizen).headers
    answer = Client().post(URL, "{", content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_an_officer_files_nothing(office, body):
    assert Api(office.colleague("officer")).post(URL, body).status_code == 403


def test_filing_without_a_token_is_refused(body):
    answer = Client().post(URL, json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


@pytest.mark.django_db(transaction=True)
def test_a_double_submit_in_parallel_makes_one_application(citizen, body):
    api, gate, answers = Api(citizen), Barrier(6), []

    def submit():
        gate.wait()
        answers.append(api.post(URL, body, **{"idempotency-key": "once"}))
        connection.close()

    threads = [Thread(target=submit) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_are_all_different(citizen, body):
    api, gate, numbers = Api(citizen), Barrier(6), []

    def submit():
        gate.wait()
        numbers.append(api.post(URL, body).json()["number"])
        connection.close()

    threads = [Thread(target=submit) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(numbers)) == 6


@pytest.mark.parametrize("text", ["a\0b", "\0"])
def test_a_character_nobody_can_type_is_refused_not_a_failure(text, citizen, body):
    body["applicant"]["full_name"] = text
    assert Api(citizen).post(URL, body).status_code == 400
    assert Api(citizen).post(URL, body | {"form": {"child_name": text}}).status_code == 400


@pytest.mark.parametrize("path", ["a%00b/", "a%00b/events/", "a%00b/receive/", "%2e%2e/"])
def test_a_number_that_cannot_be_is_not_found(path, citizen):
    assert Api(citizen).get(URL + path).status_code == 404


def test_a_search_with_an_unstorable_character_is_no_failure(citizen):
    for path in ("procedures/?search=%00", "centers/?search=%00", "applications/?procedure=%00"):
        assert Api(citizen).get(f"/api/v1/{path}").status_code in (200, 400)
