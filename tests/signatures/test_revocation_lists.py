import io
from datetime import timedelta

import pytest
from cryptography import x509
from django.core.management import CommandError, call_command

from signatures.backends.base import facts_of
from signatures.certificates import lists
from signatures.certificates.judging import refusal
from signatures.certificates.reading import ImportRefused
from signatures.certificates.registering import Entry, first_use
from signatures.models import Authority, Certificate, CertificateDeed, RevocationList
from signatures.states import Refusal
from tests.signatures.authorities import Authorities, Member, authorities, revocation_list
from tests.signatures.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

DAY = timedelta(days=1)
HOLD = x509.ReasonFlags.certificate_hold


@pytest.fixture(scope="module")
def pki() -> Authorities:
    return authorities()


@pytest.fixture(autouse=True)
def _trusted(settings, tmp_path, pki):
    settings.SIGNATURES_TRUST_DIR = tmp_path
    pki.trusted_in(tmp_path)


@pytest.fixture
def holder(pki) -> Member:
    return pki.holder()


@pytest.fixture
def row(pki, holder) -> Certificate:
    above = [pki.middle.der, pki.root.der]
    return first_use(Entry(facts=facts_of(holder.der), encoded=holder.der, chain=above), at=AT)


def keep(content: bytes, *, at=AT) -> RevocationList:
    return lists.keep(content, source="ca.crl", at=at, actor="admin")


def refused(content: bytes) -> str:
    with pytest.raises(ImportRefused) as refusal:
        keep(content)
    assert not RevocationList.objects.exists()
    return str(refusal.value.message)


def test_a_listed_certificate_may_not_sign_from_the_day_the_list_names(pki, holder, row):
    keep(revocation_list(pki.middle, holder, since=AT - DAY))
    assert refusal(row, at=AT) == Refusal.REVOKED
    assert refusal(row, at=AT - 2 * DAY) is None
    deed = row.deeds.get(verb="revoked")
    assert (deed.reason, deed.knowledge, deed.actor) == ("key_compromise", "list", "admin")


def test_the_same_list_again_tells_nothing_new(pki, holder, row):
    content = revocation_list(pki.middle, holder)
    assert keep(content) == keep(content)
    keep(revocation_list(pki.middle, holder, at=AT - DAY))
    assert row.deeds.filter(verb="revoked").count() == 1


def test_others_on_the_list_and_off_it_stay_as_they_are(pki, row):
    kept = keep(revocation_list(pki.middle, pki.holder()))
    assert (kept.entries, kept.number) == (1, "1")
    assert refusal(row, at=AT) is None


def test_a_suspension_ends_with_the_list_that_names_it_no_more(pki, holder, row):
    keep(revocation_list(pki.middle, holder, reason=HOLD))
    assert refusal(row, at=AT) == Refusal.SUSPENDED
    keep(revocation_list(pki.middle, at=AT + DAY), at=AT + DAY)
    assert refusal(row, at=AT + DAY) is None
    assert refusal(row, at=AT + DAY / 2) == Refusal.SUSPENDED
    assert list(row.deeds.order_by("pk").values_list("verb", flat=True)) == [
        "registered",
        "suspended",
        "restored",
    ]


def test_an_older_list_that_arrives_late_restores_nobody(pki, holder, row):
    keep(revocation_list(pki.middle, holder, reason=HOLD))
    keep(revocation_list(pki.middle, at=AT - DAY))
    assert refusal(row, at=AT) == Refusal.SUSPENDED


def test_an_authority_on_the_list_of_the_one_above_is_revoked(pki, row):
    keep(revocation_list(pki.root, pki.middle))
    assert refusal(row, at=AT) == Refusal.AUTHORITY_REVOKED


def test_a_list_by_a_trusted_authority_is_taken_before_any_certificate(pki):
    assert keep(revocation_list(pki.root)).authority.subject.endswith("gốc")


def test_a_forged_list_is_refused(pki, row):
    forger = authorities()
    assert "not signed by an authority that is known" in refused(revocation_list(forger.middle))


def test_a_changed_list_is_refused(pki, holder, row):
    content = bytearray(revocation_list(pki.middle, holder))
    content[-70] ^= 1
    assert refused(bytes(content))
    assert refusal(row, at=AT) is None


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x30\x03\x02\x01\x01", b"-----BEGIN X509 CRL"]
)
def test_garbage_is_no_list(content):
    assert "No revocation list" in refused(content)


def test_a_list_of_changes_only_is_refused(pki, row):
    delta = revocation_list(pki.middle, extensions=(x509.DeltaCRLIndicator(1),))
    assert "changes" in refused(delta)


def test_a_list_from_the_future_is_refused(pki, row):
    assert "clock" in refused(revocation_list(pki.middle, at=AT + DAY))


def test_the_command_takes_a_list_and_counts(pki, holder, row, tmp_path):
    path = tmp_path / "list.crl"
    path.write_bytes(revocation_list(pki.middle, holder))
    said = io.StringIO()
    call_command("import_revocation_list", str(path), stdout=said)
    assert "entries 1" in said.getvalue()
    assert Authority.objects.count() == 2
    assert CertificateDeed.objects.filter(verb="revoked").count() == 1
    path.write_bytes(b"nothing")
    with pytest.raises(CommandError, match="No revocation list"):
        call_command("import_revocation_list", str(path))
