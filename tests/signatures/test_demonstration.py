import stat
from io import StringIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.core.management import call_command

from signatures.backends.pkcs12 import key_in
from signatures.certificates.enrolling import enrol
from signatures.certificates.judging import refusal
from signatures.certificates.usages import purposes
from signatures.demonstration import TIMESTAMP, Holder, key_file
from signatures.models import Certificate, RevocationList
from signatures.states import CertificateKind, HolderKind, Purpose, Refusal
from tests.signatures.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_empty_key_folder")]

LEADER = Holder(HolderKind.OFFICER, "leader", "Lê Mẫu Phê Duyệt")
AGENCY = Holder(HolderKind.AGENCY, "H44.148", f"Ủy ban nhân dân {'x' * 80}")


@pytest.fixture
def _empty_key_folder(settings, tmp_path) -> None:
    settings.SIGNATURES_PKCS12_FILE = tmp_path / "keys" / "demonstration.p12"
    settings.SIGNATURES_PKCS12_DIR = settings.SIGNATURES_TRUST_DIR = tmp_path / "keys"


def make() -> str:
    output = StringIO()
    call_command("make_demonstration_certificate", stdout=output)
    return output.getvalue()


def test_every_certificate_says_that_it_has_no_legal_value():
    assert "certificates registered 3" in make()
    for certificate in Certificate.objects.all():
        assert certificate.kind == CertificateKind.DEMONSTRATION
        assert "no legal value" in certificate.subject
        assert "no legal value" in certificate.issuer


def test_a_second_run_keeps_keys_and_rows(settings):
    make()
    key = settings.SIGNATURES_PKCS12_FILE.read_bytes()
    assert "certificates registered 0, there already 3" in make()
    assert settings.SIGNATURES_PKCS12_FILE.read_bytes() == key
    assert Certificate.objects.count() == 3


def test_a_lost_register_is_filled_again_from_the_keys():
    enrol([LEADER], at=AT)
    known = set(Certificate.objects.values_list("fingerprint", flat=True))
    key = key_in(key_file(LEADER))
    assert enrol([LEADER, AGENCY], at=AT) == 1
    assert known < set(Certificate.objects.values_list("fingerprint", flat=True))
    assert key_in(key_file(LEADER)) == key


def test_only_the_owner_reads_the_keys(settings):
    make()
    folder = settings.SIGNATURES_PKCS12_DIR
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    secret, public = 0o600, 0o644
    assert modes == {
        "demonstration-ca.crl": public,
        "demonstration-ca.pem": public,
        "demonstration.p12": secret,
        "system.p12": secret,
        "timestamp.p12": secret,
    }


def test_each_holder_has_a_key_under_its_name_and_a_row():
    assert enrol([LEADER, AGENCY], at=AT) == 2
    row = Certificate.objects.get(holder_identifier="H44.148")
    assert (row.holder_kind, row.key_place, len(row.holder_name)) == ("agency", "file", 96)
    assert bytes(row.encoded) == key_in(key_file(AGENCY)).certificate
    assert refusal(row, at=AT) is None


def test_the_stamps_certificate_serves_no_other_purpose():
    make()
    row = Certificate.objects.get(holder_identifier="timestamp")
    assert purposes(x509.load_der_x509_certificate(key_in(key_file(TIMESTAMP)).certificate)) == {
        ExtendedKeyUsageOID.TIME_STAMPING
    }
    assert refusal(row, at=AT) == Refusal.WRONG_PURPOSE
    assert refusal(row, at=row.valid_from, purpose=Purpose.TIME_STAMPING) is None


def test_the_authority_publishes_a_list_that_the_register_follows():
    enrol([LEADER], at=AT)
    kept = RevocationList.objects.get()
    assert (kept.entries, kept.source) == (0, "demonstration-ca.crl")
    assert kept.issued_at < AT < kept.next_at
    assert kept.authority == Certificate.objects.get().authority


def test_who_comes_later_gets_a_key_of_another_authority_that_is_trusted_too(settings):
    enrol([LEADER], at=AT)
    enrol([LEADER, AGENCY], at=AT)
    authorities = [path.name for path in Path(settings.SIGNATURES_TRUST_DIR).glob("*.pem")]
    assert sorted(authorities) == ["demonstration-ca-2.pem", "demonstration-ca.pem"]
    assert {refusal(row, at=AT) for row in Certificate.objects.all()} == {None}


def test_outside_the_demonstration_it_is_not_trusted(settings):
    enrol([LEADER], at=AT)
    settings.SIGNATURES_TRUST_DEMONSTRATION = False
    assert refusal(Certificate.objects.get(), at=AT) == Refusal.UNTRUSTED
