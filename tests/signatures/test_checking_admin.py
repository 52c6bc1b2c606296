"""Checking documents in the admin."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caseflow.accounts.models import Role, User
from tests.signatures.factories import sign_once, signed_bytes
from tests.signatures.test_verifying import with_one_byte_changed

pytestmark = [pytest.mark.usefixtures("_signing_key"), pytest.mark.django_db]
ROWS = "/admin/signatures/signature/"


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser(username="admin", role=Role.ADMIN))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_list_leads_to_a_page_that_checks_any_document(desk, pdf):
    assert f"{ROWS}check/" in text_of(desk.get(ROWS))
    assert desk.get(f"{ROWS}check/").status_code == 200
    file = SimpleUploadedFile("result.pdf", signed_bytes(pdf))
    page = text_of(desk.post(f"{ROWS}check/", {"file": file}))
    assert "signed by a trusted signer and unchanged since" in page
    assert "Caseflow demonstration signer" in page


def test_a_row_checks_the_document_that_lies_in_the_store(desk, pdf):
    signature = sign_once(pdf)
    assert "check-again" in text_of(desk.get(f"{ROWS}{signature.pk}/change/"))
    page = text_of(desk.post(f"{ROWS}{signature.pk}/check/"))
    assert "byte for byte, the document kept in our register" in page


def test_a_document_changed_in_the_store_shows(desk, pdf):
    signature = sign_once(pdf)
    path = Path(signature.document.path)
    path.chmod(0o600)
    path.write_bytes(with_one_byte_changed(path.read_bytes(), 500))
    assert "was changed after it was signed" in text_of(desk.post(f"{ROWS}{signature.pk}/check/"))
    path.unlink()
    assert "not in the store any more" in text_of(desk.post(f"{ROWS}{signature.pk}/check/"))


def test_who_may_not_see_signatures_checks_none_of_them(client, pdf):
    signature = sign_once(pdf)
    client.force_login(User.objects.create_user("clerk", role=Role.CLERK, is_staff=True))
    assert client.get(f"{ROWS}check/").status_code == 403
    assert client.post(f"{ROWS}{signature.pk}/check/").status_code == 403
