import re

import pytest
from django.test import Client
from django.utils import timezone

from caseflow.applications import helping
from caseflow.applications.models import Event, HelperSession
from tests.factories import IDENTITY, PASSWORD, a_citizen, a_supervisor, filed_case

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def mai():
    return a_citizen()


@pytest.fixture
def browser(mai):
    client = Client(headers=ENGLISH)
    client.force_login(mai)
    return client


@pytest.fixture
def session(office, mai):
    return helping.ask(actor=office.clerk, identity=IDENTITY, at=timezone.now())


def test_the_page_asks_to_log_in_and_comes_back(mai):
    client = Client(headers=ENGLISH)
    asked = client.get("/help/")
    assert asked.url == "/help/login/?next=/help/"
    said = {"username": mai.username, "password": PASSWORD, "next": "/help/"}
    assert client.post("/help/login/", said).url == "/help/"
    assert "Codes for your helper" in client.get("/help/").text


def test_a_wrong_password_is_told_and_too_many_are_stopped(mai):
    client = Client(headers=ENGLISH)
    said = {"username": mai.username, "password": "wrong"}
    answers = [client.post("/help/login/", said).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_the_login_leads_nowhere_else(mai):
    said = {"username": mai.username, "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert Client().post("/help/login/", said).url == "/mine/"


def test_the_person_reads_the_code_and_who_asks(browser, session, office):
    shown = browser.get("/help/").text
    assert f"{session.code[:4]} {session.code[4:]}" in shown
    assert office.center.name in shown


def test_the_page_brings_no_inline_code(browser, session, office):
    filed_case(office)
    assert not re.search(
        r"<script(?![^>]* src=)|<style| style=| on\w+=", browser.get("/help/").text
    )


def test_help_nobody_asked_for_is_refused(browser, session):
    assert browser.post(f"/help/{session.reference}/refuse/").url == "/help/"
    assert HelperSession.objects.get().ended_at
    assert session.code[:4] not in browser.get("/help/").text


def test_nobody_refuses_for_another(session):
    client = Client()
    client.force_login(a_citizen("025190000456", "Hà Văn Nam"))
    assert client.post(f"/help/{session.reference}/refuse/").status_code == 404


def test_the_applicant_objects_on_the_page(browser, office):
    case = filed_case(office, at=timezone.now())
    answer = browser.post("/help/object/", {"number": case.number, "text": "Không phải tôi"})
    assert "The centre sees your objection" in answer.text
    assert Event.objects.last().verb == "object"


@pytest.mark.parametrize(("text", "status"), [("", 400), ("x" * 5001, 400), ("a\0b", 400)])
def test_an_objection_without_usable_words_is_sent_back(text, status, browser, office):
    case = filed_case(office, at=timezone.now())
    answer = browser.post("/help/object/", {"number": case.number, "text": text})
    assert answer.status_code == status
    assert Event.objects.count() == 1


def test_a_late_objection_says_the_rule(browser, office):
    case = filed_case(office)
    answer = browser.post("/help/object/", {"number": case.number, "text": "muộn"})
    assert answer.status_code == 409
    assert "within 30 days" in answer.text


def test_an_account_without_identity_sees_nothing(office):
    client = Client(headers=ENGLISH)
    client.force_login(a_supervisor())
    filed_case(office)
    assert "identity was proven" in client.get("/help/").text
    assert client.post("/help/object/", {"number": "x", "text": "y"}).status_code == 404
