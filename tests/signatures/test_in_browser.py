from pathlib import Path

import pytest
from django.utils import timezone

from caseflow.accounts.models import Role, User
from signatures.models import Certificate
from tests.signatures.authorities import YEAR, authorities

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = timezone.now()


@pytest.fixture
def desk(page, live_server, tmp_path: Path, settings):
    """The administrator at the list of certificates; nothing may break the page's policy."""
    User.objects.create_superuser("admin", password="correct horse", role=Role.ADMIN)
    settings.SIGNATURES_TRUST_DIR = tmp_path
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
    page.goto(f"{live_server.url}/admin/login/?next=/admin/signatures/certificate/add/")
    page.fill("input[name=username]", "admin")
    page.fill("input[name=password]", "correct horse")
    page.click("input[type=submit], button[type=submit] >> nth=-1")
    page.wait_for_selector("input[name=certificate]")
    yield page
    assert complaints == []


def test_an_administrator_imports_a_certificate_and_revokes_it(desk, tmp_path):
    pki = authorities(start=NOW - YEAR, end=NOW + YEAR)
    (tmp_path / "chain.p7b").write_bytes(pki.chain)
    (tmp_path / "leader.cer").write_bytes(pki.holder(start=NOW - YEAR, end=NOW + YEAR).der)
    desk.set_input_files("input[name=certificate]", tmp_path / "leader.cer")
    desk.set_input_files("input[name=chain]", tmp_path / "chain.p7b")
    for name, value in {"kind": "official_person", "holder_kind": "officer"}.items():
        desk.select_option(f"select[name={name}]", value)
    desk.fill("input[name=holder_identifier]", "leader")
    desk.click("input[name=_continue]")
    desk.click("a[href$='/deed/revoked/']")
    desk.select_option("select[name=reason]", "key_compromise")
    desk.fill("textarea[name=said]", "Mất thẻ")
    desk.click("input[type=submit].default")
    desk.wait_for_selector("text=Mất thẻ")
    assert Certificate.objects.get().deeds.filter(verb="revoked", actor="admin").exists()
