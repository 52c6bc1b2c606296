"""Results that a citizen fetches at the portal."""

import pytest
from django.test import Client
from django.utils import timezone

from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Event
from caseflow.applications.states import State, Verb
from caseflow.issuing.models import Result
from tests.factories import a_citizen, case_in
from tests.issuing.papers import content_of, follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def mai():
    return a_citizen()


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_fetching_an_own_result_at_the_portal_returns_it_once(office, mai):
    case, browser = follow_up(case_in(State.DECIDED, office, by=mai)), browser_of(mai)
    page, paper = f"/mine/files/{case.number}/", f"/mine/files/{case.number}/results/result-4/"
    assert paper in browser.get(page).text
    b"".join(browser.head(paper))
    assert Application.objects.get().state == State.ISSUED
    for _fetch in range(2):
        assert b"".join(browser.get(paper)) == content_of(Result.objects.get())
    assert Event.objects.of(case).filter(verb=Verb.RETURN_RESULT).count() == 1


def test_nobody_fetches_the_result_of_another(office, mai):
    case = follow_up(case_in(State.DECIDED, office, by=mai))
    stranger = browser_of(a_citizen("025190000456", "Hà Văn Nam"))
    assert stranger.get(f"/mine/files/{case.number}/results/result-4/").status_code == 404
    assert Application.objects.get().state == State.ISSUED


def test_of_a_corrected_result_only_the_new_one_returns_the_file(office, mai):
    case = follow_up(case_in(State.DECIDED, office, by=mai))
    now, words = timezone.now(), "Khi tải về, hồ sơ được ghi nhận là đã trả kết quả."
    lifecycle.correct(case.pk, actor=office.clerk, at=now, text="Sai tên")
    lifecycle.amend(case.pk, actor=office.leader, at=now, reason="Sai tên")
    follow_up(Application.objects.get(pk=case.pk))
    page = browser_of(mai).get(f"/mine/files/{case.number}/").text
    assert page.count(words) == 1
    assert page.index(words) < page.index(Result.objects.order_by("pk")[0].number)
