"""What another agency is asked, what it sees, and whose time its answer takes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Consultation, Event
from caseflow.applications.states import State
from tests.api import Api
from tests.factories import MONDAY, a_citizen, a_supervisor, an_office, case_in

pytestmark = pytest.mark.django_db
LIST = "/api/v1/consultations/"


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def police():
    """Another agency of the province, with people of its own."""
    return an_office()


def url(case, rest):
    return f"/api/v1/applications/{case.number}/{rest}"


def asked(office, agency, *, days=3):
    case = case_in(State.IN_REVIEW, office, by=a_citizen())
    body = {
        "agency": agency.center.code,
        "question": "Đề nghị xác minh nơi cư trú",
        "answer_by": str(timezone.localdate() + timedelta(days=days)),
    }
    answer = Api(office.colleague(Role.OFFICER)).post(url(case, "consult/"), body)
    assert answer.status_code == 200, answer.json()
    return case


def test_the_agency_asked_sees_the_question_and_nothing_else_of_the_file(office, police):
    case = asked(office, police)
    api = Api(police.colleague(Role.OFFICER))
    answer = api.get(LIST)
    (shown,) = answer.json()["results"]
    assert (shown["application"], shown["question"]) == (case.number, "Đề nghị xác minh nơi cư trú")
    for personal in (case.applicant_name, case.applicant_identity, "Lò Văn An"):
        assert personal not in answer.content.decode()
    for rest in ("", "events/", "documents/"):
        assert api.get(url(case, rest)).status_code == 404


def test_it_answers_once_and_the_officer_reads_it(office, police):
    case = asked(office, police)
    api = Api(police.colleague(Role.OFFICER))
    told = api.post(url(case, "answer_consultation/"), {"answer": "Đúng nơi cư trú"})
    assert (told.status_code, told.json()["answer"]) == (200, "Đúng nơi cư trú")
    again = api.post(url(case, "answer_consultation/"), {"answer": "Đúng"})
    assert again.status_code == 403
    event = Api(office.colleague(Role.OFFICER)).get(url(case, "events/")).json()["results"][-1]
    assert (event["verb"], event["said"]) == (
        "answer_consultation",
        {"answer": "Đúng nơi cư trú"},
    )
    assert (event["actor_unit"], event["payload"]["late"]) == (police.center.code, False)


def test_the_citizen_sees_that_somebody_was_asked_and_not_what(office, police):
    case = asked(office, police)
    event = Api(case.submitted_by).get(url(case, "events/")).json()["results"][-1]
    assert (event["verb"], event["said"], event["payload"]) == ("consult", None, {})


def test_who_was_not_asked_neither_sees_nor_answers(office, police):
    case = asked(office, police)
    body = {"answer": "Có"}
    stranger = Api(an_office().colleague(Role.OFFICER))
    assert stranger.get(LIST).json()["results"] == []
    assert stranger.post(url(case, "answer_consultation/"), body).status_code == 404
    own = Api(office.colleague(Role.OFFICER))
    assert own.post(url(case, "answer_consultation/"), body).status_code == 403
    for nobody in (case.submitted_by, a_supervisor()):
        assert Api(nobody).get(LIST).json()["results"] == []


@pytest.mark.parametrize(
    ("changes", "field"), [({"answer_by": "2026-01-01"}, "answer_by"), ({"agency": ""}, "agency")]
)
def test_a_question_needs_another_agency_and_a_day_to_come(changes, field, office, police):
    case = case_in(State.IN_REVIEW, office)
    agency = police.center.code if "agency" not in changes else office.center.parent.code
    body = {"agency": agency, "question": "?", "answer_by": "2099-01-01"}
    body |= {key: value for key, value in changes.items() if value}
    answer = Api(office.colleague(Role.OFFICER)).post(url(case, "consult/"), body)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_the_time_of_an_awaited_answer_is_the_other_agencys(office, police):
    case = case_in(State.IN_REVIEW, office)
    start, hour = case.last_event_at, timedelta(hours=1)
    ask = {"agency": police.center, "question": "?", "answer_by": MONDAY.date()}
    lifecycle.consult(case.pk, actor=office.officer, at=start + hour, **ask)
    lifecycle.note(case.pk, actor=office.officer, at=start + 2 * hour, text="Đã nhắc")
    lifecycle.answer_consultation(case.pk, actor=police.officer, at=start + 4 * hour, answer="Có")
    after = lifecycle.approve(case.pk, actor=office.leader, at=start + 5 * hour)
    assert after.other_agency_seconds == 3 * 3600
    assert (
        after.agency_seconds + after.other_agency_seconds
        == (5 * hour + start - after.filed_at).seconds
    )


def test_a_wait_for_the_citizen_is_not_the_other_agencys(office, police):
    case = case_in(State.IN_REVIEW, office)
    start, hour = case.last_event_at, timedelta(hours=1)
    ask = {"agency": police.center, "question": "?", "answer_by": MONDAY.date()}
    lifecycle.consult(case.pk, actor=office.officer, at=start, **ask)
    item = {"paper": "other", "defect": "missing", "text": "x"}
    lifecycle.request_supplement(case.pk, actor=office.clerk, at=start + hour, items=[item])
    lifecycle.supply(case.pk, actor=office.clerk, at=start + 3 * hour)
    after = lifecycle.note(case.pk, actor=office.clerk, at=start + 4 * hour, text="x")
    assert (after.other_agency_seconds, after.citizen_seconds) == (2 * 3600, 2 * 3600)


def test_an_answer_after_its_day_is_kept_and_recorded_as_late(office, police):
    case = case_in(State.IN_REVIEW, office)
    ask = {"agency": police.center, "question": "?", "answer_by": MONDAY.date()}
    lifecycle.consult(case.pk, actor=office.officer, at=MONDAY, **ask)
    tomorrow = case.last_event_at + timedelta(days=1)
    assert Consultation.objects.overdue(tomorrow.date()).handled_by(office.leader).count() == 1
    lifecycle.answer_consultation(case.pk, actor=police.officer, at=tomorrow, answer="Có")
    assert Event.objects.of(case).last().payload["late"] is True
    assert not Consultation.objects.overdue(tomorrow.date()).exists()


def test_a_question_lapses_with_the_file(office, police):
    case = asked(office, police, days=0)
    lifecycle.withdraw(case.pk, actor=office.clerk, at=timezone.now())
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert not Consultation.objects.overdue(tomorrow).exists()
    assert Application.objects.get(pk=case.pk).consultations_open == 1


def test_the_list_of_questions_costs_the_same_however_long_it_is(office, police):
    api, counts = Api(police.colleague(Role.OFFICER)), []
    for _ in range(2):
        for _more in range(3):
            case = case_in(State.IN_REVIEW, office)
            ask = {"agency": police.center, "question": "?", "answer_by": MONDAY.date()}
            lifecycle.consult(case.pk, actor=office.officer, at=case.last_event_at, **ask)
        with CaptureQueriesContext(connection) as queries:
            api.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4
