from datetime import timedelta

import pytest

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.models import Consultation
from caseflow.applications.states import State
from tests.factories import MONDAY, an_office, case_in

pytestmark = pytest.mark.django_db
LIST = "/admin/applications/consultation/"


@pytest.fixture
def police(db):
    return an_office()


def asked(office, agency):
    case = case_in(State.IN_REVIEW, office)
    lifecycle.consult(
        case.pk,
        actor=office.officer,
        at=case.last_event_at,
        agency=agency.center,
        question="Đề nghị xác minh nơi cư trú",
        answer_by=MONDAY.date(),
    )
    return Consultation.objects.get(application=case)


def page_of(consultation):
    return f"{LIST}{consultation.pk}/"


def test_the_agency_asked_reads_the_question_without_the_file_and_answers(office, police, desk):
    consultation = asked(office, police)
    officer = desk(police.colleague(Role.OFFICER))
    page = officer.get(page_of(consultation)).content.decode()
    assert "Đề nghị xác minh nơi cư trú" in page
    assert consultation.application.applicant_name not in page
    officer.post(page_of(consultation), {"answer": "Đúng nơi cư trú"})
    consultation.refresh_from_db()
    assert consultation.said_in("answered", "answer") == "Đúng nơi cư trú"
    assert "Đúng nơi cư trú" in officer.get(page_of(consultation)).content.decode()


def test_an_empty_answer_is_asked_for_again(office, police, desk):
    consultation = asked(office, police)
    answer = desk(police.colleague(Role.OFFICER)).post(page_of(consultation), {"answer": " "})
    assert answer.context["form"].fields.errors["answer"]


def test_nobody_else_finds_the_question(office, police, desk):
    consultation = asked(office, police)
    for stranger in (an_office().colleague(Role.LEADER), office.colleague(Role.OFFICER)):
        assert desk(stranger).get(page_of(consultation)).status_code == 404


def test_the_head_of_the_centre_is_told_of_overdue_answers(office, police, desk):
    consultation = asked(office, police)
    leader = desk(Role.LEADER)
    assert "1 answer of another agency is overdue" in leader.get("/admin/").content.decode()
    (row,) = leader.get(LIST).context["overdue"]
    assert row.consultation == consultation
    asked_leader = desk(police.colleague(Role.LEADER))
    assert "answer of another" not in asked_leader.get("/admin/").content.decode()


def test_the_list_costs_the_same_queries_however_long_it_is(
    office, police, desk, django_assert_max_num_queries
):
    officer = desk(police.colleague(Role.OFFICER))
    for _ in range(2):
        for _more in range(3):
            asked(office, police)
        with django_assert_max_num_queries(9):
            officer.get(LIST)


def test_the_case_page_shows_what_was_asked_before_and_after(office, desk):
    case = case_in(State.RECEIVED, office)
    at, item = case.last_event_at, {"field": "child_name", "defect": "wrong", "text": "Sai tên"}
    lifecycle.request_supplement(case.pk, actor=office.clerk, at=at, items=[item])
    page = f"/admin/applications/application/{case.number}/"
    assert "Not supplied." in desk(Role.CLERK).get(page).content.decode()
    fields = {"child_name": "Lò Văn Bình"}
    later = at + timedelta(days=1)
    lifecycle.supply(case.pk, actor=office.clerk, at=later, fields=fields)
    panels = {
        shown.template: shown.content for shown in desk(Role.CLERK).get(page).context["panels"]
    }
    (change,) = panels["desk/panels/supplement.html"]["supplement"].changes
    assert (change.title, change.before, change.after) == ("Họ tên trẻ", "Lò Văn An", "Lò Văn Bình")
