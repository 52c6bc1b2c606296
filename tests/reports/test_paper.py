from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from caseflow.accounts.models import Role
from caseflow.reports.questions import QUESTIONS
from tests.reports.factories import somebody, three_cases

pytestmark = pytest.mark.django_db

AUTUMN = {"from": "2025-09-01", "to": "2025-10-31"}
ADDRESSES = {question.address for question in QUESTIONS}
#: What can be fetched there is a file or a signed page of its own.
LISTS = {"event-logs", "publishing:publications"}


def paper(client, address, **asked):
    answer = client.get(reverse(address), AUTUMN | {"format": "pdf"} | asked)
    assert answer["Content-Type"] == "application/pdf"
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_the_home_page_lists_every_report_by_its_question():
    answer = somebody(Role.SUPERVISOR).get(reverse("reports:home"), AUTUMN)
    for question in QUESTIONS:
        assert f'href="{reverse(question.address)}?from=2025-09-01' in answer.text
        assert str(question.question) in answer.text


def test_the_home_page_is_not_for_citizens():
    assert somebody(Role.CITIZEN).get(reverse("reports:home")).status_code == 403


def test_every_report_can_be_had_on_paper():
    three_cases()
    client = somebody(Role.SUPERVISOR)
    for address in sorted(ADDRESSES - LISTS):
        assert len(paper(client, address)) > 100, address


def test_paper_says_what_it_is_about_and_where_it_came_from():
    three_cases()
    text = " ".join(
        paper(somebody(Role.SUPERVISOR), "reports:processing-time", measure="review").split()
    )
    assert "01/09/2025 to 31/10/2025" in text
    assert "/reports/processing-time/?from=2025-09-01" in text
    assert "format=pdf" not in text


def test_a_question_that_cannot_be_answered_is_not_printed():
    client = somebody(Role.SUPERVISOR)
    answer = client.get(reverse("reports:processing-time"), {"from": "x", "format": "pdf"})
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/html")
