import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from caseflow.throttling import WindowThrottle
from tests.signatures.factories import signed_bytes

URL = "/api/v1/signatures/verify/"

pytestmark = [pytest.mark.usefixtures("_signing_key"), pytest.mark.django_db]


def somebody(**headers: str) -> APIClient:
    """A caller from an address of its own, so that no throttle remembers another test."""
    return APIClient(headers=headers, REMOTE_ADDR=str(uuid.uuid4()))


def post(content: bytes, client: APIClient):
    file = SimpleUploadedFile("result.pdf", content)
    return client.post(URL, {"file": file}, format="multipart")


def test_anybody_learns_that_a_signed_document_is_genuine(pdf):
    answer = post(signed_bytes(pdf), somebody())
    assert answer.status_code == 200
    assert (answer.data["verdict"], answer.data["signed"]) == ("genuine", True)
    assert answer.data["signatures"][0]["demonstration"] is True


@pytest.mark.parametrize(
    ("content", "verdict"),
    [(b"a letter", "not_a_pdf"), (b"", "not_a_pdf"), (b"%PDF-", "unreadable")],
)
def test_a_file_that_cannot_be_signed_still_gets_a_verdict(content, verdict):
    answer = post(content, somebody())
    assert (answer.status_code, answer.data["verdict"]) == (200, verdict)
    assert answer.data["signatures"] == []


def test_the_message_follows_the_language_of_the_asker():
    english = post(b"a letter", somebody(accept_language="en"))
    assert english.data["message"] == "The file is not a PDF document."


@pytest.mark.parametrize("body", [{}, {"file": "no file"}, {"other": "x"}])
def test_a_body_without_a_file_is_told_which_field_is_missing(body):
    answer = somebody().post(URL, body, format="multipart")
    assert answer.status_code == 400
    assert "file" in answer.data.get("fields", answer.data)


def test_a_file_above_the_limit_is_too_large(settings):
    settings.SIGNATURES_VERIFY_MEGABYTES = 1
    answer = post(b"%PDF-" + bytes(1024 * 1024), somebody())
    assert answer.status_code == 413


def test_a_body_declared_too_long_is_refused_before_it_is_parsed(settings):
    settings.SIGNATURES_VERIFY_MEGABYTES = 1
    answer = somebody().generic("POST", URL, bytes(2_000_000), "multipart/form-data")
    assert answer.status_code == 413


def test_verifying_is_throttled(monkeypatch):
    monkeypatch.setitem(WindowThrottle.THROTTLE_RATES, "verifying", "2/day")
    client = somebody()
    statuses = [post(b"a letter", client).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
