"""What a supervisor sees and does."""

import pytest
from django.utils import timezone

from caseflow.accounts.models import Role, User
from caseflow.publishing.models import Publication
from tests.publishing.days import published
from tests.reports.factories import somebody
from tests.sealing.days import FIRST

pytestmark = pytest.mark.django_db
HOME = "/publications/"
PREPARE = "/publications/prepare/2025-09/"


@pytest.fixture
def supervisor():
    return somebody(Role.SUPERVISOR)


def seen_in(page) -> str:
    return page.context["composed"].digest


def test_a_supervisor_previews_and_publishes_what_was_seen(communes, supervisor):
    page = supervisor.get(PREPARE)
    assert b"Lines not told at all: 2 of filings" in page.content
    answer = supervisor.post(PREPARE, {"seen": seen_in(page)}, follow=True)
    assert b"the public sees these figures" in answer.content
    made = Publication.objects.get()
    assert made.published_by == User.objects.get(role=Role.SUPERVISOR)


def test_publishing_without_having_looked_is_refused(communes, supervisor):
    answer = supervisor.post(PREPARE, {"seen": "0" * 64})
    assert (answer.status_code, Publication.objects.count()) == (409, 0)
    assert b"The count has moved since you looked" in answer.content
    assert supervisor.post(PREPARE).status_code == 409


def test_a_correction_is_asked_for_with_its_reason(communes, supervisor):
    published("2025-09")
    assert supervisor.get("/publications/1/correct/").status_code == 400
    page = supervisor.get("/publications/1/correct/?reason=Late+files")
    assert page.context["composed"].content["corrects"] == 1
    answer = supervisor.post("/publications/1/correct/?reason=Late", {"seen": seen_in(page)})
    assert answer.status_code == 409


def test_the_list_says_what_is_published_and_what_is_not(communes, supervisor):
    published("2025-09")
    page = supervisor.get(HOME).content.decode()
    assert "month 09/2025" in page
    assert f"1 · {FIRST}" in page
    last_month = timezone.localdate().replace(day=1)
    assert f"{last_month.year}-" in page


def test_a_period_that_is_none_is_named_as_such(db, supervisor):
    for asked in ("2025-13", "2025-Q5", "x", "9999999", "9999-12", ""):
        answer = supervisor.get(HOME, {"period": asked})
        assert (answer.status_code, b'role="alert"' in answer.content) == (400, True), asked


def test_a_period_that_is_one_leads_to_its_preview(communes, supervisor):
    answer = supervisor.get(HOME, {"period": " 2025-q3 "})
    assert answer.url == "/publications/prepare/2025-Q3/"
    assert b"Publish 2025-07 first" in supervisor.get(answer.url).content


def test_offices_read_and_do_not_publish(communes):
    published("2025-09")
    leader = somebody(Role.LEADER)
    pages = (HOME, "/publications/1/", PREPARE, "/publications/1/correct/?reason=x")
    assert [leader.get(page).status_code for page in pages] == [200, 200, 403, 403]
    assert b'<form method="get"' not in leader.get(HOME).content
    assert somebody(Role.CITIZEN).get(HOME).status_code == 403


def test_the_list_costs_the_same_with_many_publications(
    communes, supervisor, django_assert_max_num_queries
):
    published("2025-07", "2025-08", "2025-09")
    with django_assert_max_num_queries(12):
        supervisor.get(HOME)
