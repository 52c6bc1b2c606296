import stat
from io import StringIO

import pytest
from django.core.management import call_command

from signatures.models import Certificate
from signatures.states import CertificateKind


@pytest.fixture
def _empty_key_folder(settings, tmp_path) -> None:
    settings.SIGNATURES_PKCS12_FILE = tmp_path / "keys" / "demonstration.p12"


def make() -> str:
    output = StringIO()
    call_command("make_demonstration_certificate", stdout=output)
    return output.getvalue()


@pytest.mark.django_db
@pytest.mark.usefixtures("_empty_key_folder")
def test_the_certificate_says_that_it_has_no_legal_value():
    assert "certificate made" in make()
    certificate = Certificate.objects.get()
    assert certificate.kind == CertificateKind.DEMONSTRATION
    assert "no legal value" in certificate.subject
    assert "no legal value" in certificate.issuer


@pytest.mark.django_db
@pytest.mark.usefixtures("_empty_key_folder")
def test_a_second_run_keeps_the_key(settings):
    make()
    key = settings.SIGNATURES_PKCS12_FILE.read_bytes()
    assert "certificate exists" in make()
    assert settings.SIGNATURES_PKCS12_FILE.read_bytes() == key
    assert Certificate.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("_empty_key_folder")
def test_only_the_owner_reads_the_key(settings):
    make()
    path = settings.SIGNATURES_PKCS12_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "demonstration-ca.pem",
        "demonstration.p12",
    ]
