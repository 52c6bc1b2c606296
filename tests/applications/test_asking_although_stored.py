"""Asking for a paper that the citizen's store has: only with a reason, and counted."""

import pytest

from caseflow.accounts.models import Role
from caseflow.applications.models import Application, Event
from caseflow.applications.states import State
from caseflow.indicators import tallying
from caseflow.indicators.models import Fact
from procedures.models import RequiredPaper
from tests.api import Api
from tests.applications.stores import BIRTH_CERTIFICATE, a_procedure_with, kept_for
from tests.factories import IDENTITY, a_citizen, an_office, filed_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def case(office):
    paper = RequiredPaper(key="birth", name="Giấy khai sinh", required=True)
    paper.result_type = BIRTH_CERTIFICATE
    return filed_case(office, by=a_citizen(), version=a_procedure_with(paper))


def ask(case, office, **more):
    item = {"paper": "birth", "defect": "missing", "text": "Bổ sung"} | more
    url = f"/api/v1/applications/{case.number}/request_supplement/"
    return Api(office.colleague(Role.CLERK)).post(url, {"items": [item]})


def count_of(case):
    return Event.objects.of(case).last().payload["asked_although_stored"]


def test_asking_for_a_stored_paper_needs_a_reason(case, office):
    kept_for(IDENTITY)
    answer = ask(case, office)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["items.0.although_stored"])
    assert Application.objects.get().state == State.FILED


def test_asking_with_a_reason_is_counted_and_the_reason_stays_words(case, office):
    kept_for(IDENTITY)
    assert ask(case, office, although_stored="Bản lưu mờ").status_code == 200
    assert count_of(case) == 1
    event = Event.objects.of(case).last()
    assert event.statement.body["items"][0]["although_stored"] == "Bản lưu mờ"
    assert "mờ" not in event.content


def test_what_was_asked_needlessly_is_a_fact_of_the_count(case, office):
    kept_for(IDENTITY)
    ask(case, office, although_stored="Bản lưu mờ")
    tallying.count([case.pk])
    assert Fact.objects.get().stored_papers_asked == 1


def test_asking_for_what_nobody_has_needs_no_reason(case, office):
    assert ask(case, office).status_code == 200
    assert count_of(case) == 0


def test_another_kind_of_result_does_not_serve_as_this_paper(case, office):
    kept_for(IDENTITY, result_type="KQ.G15.000032")
    assert ask(case, office).status_code == 200
    assert count_of(case) == 0
