import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.views.defaults import server_error

from caseflow.applications.states import State
from caseflow.portal import wording
from tests.factories import IDENTITY, a_procedure, case_in
from tests.procedures.factories import ProcedureFactory, published

ENGLISH = {"headers": {"accept-language": "en"}}
PAGES = ["/", "/procedures/", "/tracking/", "/verify/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_needs_no_login_and_no_inline_code(client, address):
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"] + ";"
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", page)


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_says_its_language(client, address, language):
    client.post(reverse("set_language"), {"language": language, "next": address})
    assert f'<html lang="{language}">' in client.get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["khai sinh", "Đăng Ký KHAI", "dang ky khai sinh", "1.001193"])
def test_a_procedure_is_found_without_accents(client, words):
    published(procedure=ProcedureFactory(code="1.001193", name="Đăng ký khai sinh"))
    published(procedure=ProcedureFactory(name="Cấp giấy phép xây dựng"))
    page = client.get("/procedures/", {"search": words}).content.decode()
    assert "/procedures/1.001193/" in page
    assert "giấy phép" not in page


@pytest.mark.django_db
def test_procedures_come_in_pages_that_keep_the_search(client):
    for number in range(21):
        published(procedure=ProcedureFactory(name=f"Đăng ký khai sinh {number}"))
    page = client.get("/procedures/", {"search": "khai"}).content.decode()
    assert page.count("Đăng ký khai sinh") == 20
    assert "?search=khai&amp;page=2" in page
    last = client.get("/procedures/?search=khai&page=99").content.decode()
    assert last.count("Đăng ký khai sinh") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["level=moon", "online_level=x", "search=%00", "search=" + "x" * 200]
)
def test_a_search_that_makes_no_sense_is_answered_with_the_field_at_fault(client, query):
    answer = client.get(f"/procedures/?{query}")
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()


@pytest.mark.django_db
def test_a_procedure_shows_its_rules_and_their_source(client):
    version = a_procedure(source="Quyết định 1872/QĐ-BTP")
    page = client.get(f"/procedures/{version.procedure.code}/", **ENGLISH).content.decode()
    for said in (
        version.procedure.name,
        "3 working days",
        "1872/QĐ-BTP",
        "fully online",
        "commune",
    ):
        assert said in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/procedures/9.999999/", "/nowhere/", "/procedures/../x"])
def test_an_unknown_page_is_told_in_our_own_style(client, address):
    answer = client.get(address, **ENGLISH)
    assert answer.status_code == 404
    assert "This page does not exist" in answer.content.decode()


def test_what_breaks_is_told_in_our_own_style(rf):
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "portal.css" in answer.content.decode()


def test_a_file_is_tracked_without_script(client, office):
    case = case_in(State.RECEIVED, office)
    sent = {"number": case.number.lower(), "key": case.tracking_key.upper()}
    answer = client.post("/tracking/", sent, **ENGLISH)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert str(wording.SENTENCES[State.RECEIVED]) in page
    assert office.center.name in page


def test_tracking_tells_nothing_personal(client, office):
    case = case_in(State.REFUSED, office)
    sent = {"number": case.number, "key": case.tracking_key}
    page = client.post("/tracking/", sent).content.decode()
    told = [fact for fact in (IDENTITY, "Quỳnh Mai", "0912345678", "thẩm quyền") if fact in page]
    assert told == []


@pytest.mark.parametrize("key", ["a" * 16, "", "é" * 16])
def test_a_wrong_key_shows_no_file(client, office, key):
    case = case_in(State.FILED, office)
    page = client.post("/tracking/", {"number": case.number, "key": key}).content.decode()
    assert 'class="error"' in page
    assert 'class="steps"' not in page.split("<template")[0]


def test_keys_cannot_be_tried_without_end(client, office):
    case = case_in(State.FILED, office)
    sent = {"number": case.number, "key": "a" * 16}
    statuses = [client.post("/tracking/", sent).status_code for _ in range(31)]
    assert statuses == [404] * 30 + [429]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/tracking/", "/verify/"])
def test_forms_refuse_what_another_site_sends(address):
    answer = Client(enforce_csrf_checks=True).post(address, {"number": "1", "key": "a"})
    assert answer.status_code == 403
    assert "portal.css" in answer.content.decode()


def test_every_state_a_citizen_can_see_has_its_sentence():
    assert set(wording.SENTENCES) == set(State) - {State.DRAFT}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "verdict"),
    [(b"a letter", "not_a_pdf"), (b"", "not_a_pdf"), (b"%PDF-", "unreadable")],
)
def test_any_file_gets_a_verdict_in_words(client, content, verdict):
    answer = client.post("/verify/", {"file": SimpleUploadedFile("paper.pdf", content)})
    assert answer.status_code == 200
    assert f'class="card verdict {verdict}"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("body", [{}, {"file": "text"}])
def test_a_form_without_a_file_names_the_field(client, body):
    answer = client.post("/verify/", body)
    assert answer.status_code == 400
    assert 'class="error"' in answer.content.decode()


@pytest.mark.django_db
def test_a_body_that_is_too_long_is_not_read(client, settings):
    settings.SIGNATURES_VERIFY_MEGABYTES = 1
    file = SimpleUploadedFile("paper.pdf", b"%PDF-" + bytes(2 * 1024 * 1024))
    assert client.post("/verify/", {"file": file}).status_code == 413
