"""Documents others signed: whom to believe, and what may happen after a signature."""

import io
from datetime import timedelta

import pytest
from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.utils import timezone
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signatures.backends.base import facts_of
from signatures.certificates.registering import keep_authority
from signatures.digests import digest_of
from signatures.models import Certificate, CertificateDeed, RevocationList
from signatures.states import CertificateVerb, Finding
from signatures.verifying import verify
from tests.signatures.authorities import Member, revocation_list
from tests.signatures.foreign import (
    NOW,
    YEAR,
    authority,
    party,
    sign,
    stamper,
    status_answer,
)
from tests.signatures.test_verifying import registered, with_a_page_added, with_one_byte_changed

#: When somebody asked about the signer, long after the signature.
HENCE = NOW + timedelta(hours=6)

pytestmark = [pytest.mark.usefixtures("_signing_key"), pytest.mark.django_db]


@pytest.fixture(scope="module")
def ca():
    return authority()


@pytest.fixture(scope="module")
def signer(ca):
    return party("Công ty Bình Minh", by=ca, asked="http://ocsp.example.vn/")


@pytest.fixture(scope="module")
def document(pdf, signer):
    return sign(pdf, signer)


@pytest.fixture(autouse=True)
def _trusted(ca, settings, tmp_path):
    """Authority of a public trust service; the demonstration's stands beside it."""
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "ca.pem").write_bytes(ca.pem)
    settings.SIGNATURES_TRUST_DIRS = settings.SIGNATURES_TRUST_DIRS | {"public": folder}


def judged(document: bytes, **asked):
    return verify(document, at=timezone.now(), **asked)


def problem(document: bytes) -> tuple[str, str]:
    verdict = judged(document)
    return verdict.finding, verdict.signatures[0].problem


def test_a_stranger_with_a_trusted_certificate_is_genuine(document):
    verdict = judged(document)
    assert verdict.finding == Finding.GENUINE
    assert verdict.signatures[0].kinds == ["public"]
    assert verdict.registered is None


def test_a_byte_changed_in_a_strangers_document_makes_it_altered(document):
    assert judged(with_one_byte_changed(document, 500)).finding == Finding.ALTERED


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"term": (NOW - 2 * YEAR, NOW - YEAR)}, "expired"),
        ({"term": (NOW + YEAR, NOW + 2 * YEAR)}, "not_yet_valid"),
        ({"purposes": [ExtendedKeyUsageOID.SERVER_AUTH]}, "wrong_purpose"),
        ({"purposes": [ExtendedKeyUsageOID.TIME_STAMPING]}, "wrong_purpose"),
        ({"may": {"key_encipherment": True}}, "wrong_purpose"),
    ],
)
def test_a_certificate_that_does_not_serve_is_not_trusted(pdf, ca, given, named):
    signed = sign(pdf, party("Công ty Bình Minh", by=ca, **given))
    assert problem(signed) == (Finding.UNTRUSTED_SIGNER, named)


def test_who_vouches_for_themselves_is_not_trusted(pdf):
    assert problem(sign(pdf, party("Tự xưng"))) == (Finding.UNTRUSTED_SIGNER, "self_signed")


def test_an_authority_of_the_same_name_is_not_trusted(pdf):
    impostor = authority()
    signed = sign(pdf, party("Công ty Bình Minh", by=impostor))
    assert judged(signed).finding == Finding.UNTRUSTED_SIGNER


def revoke(signer, at) -> None:
    facts = facts_of(signer.certificate.public_bytes(Encoding.DER))
    CertificateDeed.objects.create(
        certificate=Certificate.objects.register(facts),
        verb=CertificateVerb.REVOKED,
        reason="key_compromise",
        knowledge="hand",
        at=at,
        recorded_at=at,
    )


def test_a_revoked_certificate_is_not_trusted_though_its_owner_dates_back(document, signer):
    revoke(signer, timezone.now() + timedelta(hours=1))
    assert problem(document) == (Finding.UNTRUSTED_SIGNER, "revoked")


@pytest.mark.usefixtures("english")
def test_a_time_stamp_before_the_revocation_saves_the_signature(pdf, ca, signer):
    stamped = sign(pdf, signer, timestamper=stamper(ca))
    revoke(signer, timezone.now() + timedelta(hours=1))
    verdict = judged(stamped)
    (report,) = verdict.signatures
    assert (verdict.finding, report.level) == (Finding.GENUINE, "PAdES-B-T")
    assert report.timestamp.trusted
    assert report.revocation.state == "revoked"
    assert "proved to be older, so it still counts" in " ".join(report.explanation)


def test_a_time_stamp_of_an_unknown_clock_proves_nothing(pdf, signer):
    stamped = sign(pdf, signer, timestamper=stamper(authority("Đồng hồ lạ")))
    revoke(signer, timezone.now() + timedelta(hours=1))
    assert problem(stamped) == (Finding.UNTRUSTED_SIGNER, "revoked")


def test_a_clock_that_runs_ahead_is_named(document):
    verdict = verify(document, at=timezone.now() - timedelta(hours=2))
    assert verdict.signatures[0].problem == "signed_in_future"


def test_a_second_signature_leaves_the_first_one_valid(document, ca):
    verdict = judged(sign(document, party("Sở Tư pháp", by=ca), field="Foreign2"))
    assert verdict.finding == Finding.GENUINE
    first, second = verdict.signatures
    assert first.changes.kinds == ["signature_added"]
    assert first.changes.allowed
    assert second.changes.level == "none"


def test_a_second_signature_over_a_changed_document_does_not_heal_it(document, ca):
    changed = with_a_page_added(document)
    verdict = judged(sign(changed, party("Sở Tư pháp", by=ca), field="Foreign2"))
    assert verdict.finding == Finding.ALTERED
    first, second = verdict.signatures
    assert (first.intact, second.intact) == (False, True)
    assert "pages_added" in first.changes.kinds


def test_a_kind_of_certificate_that_is_not_for_offices_does_not_fit_their_documents(document):
    assert judged(document, official=True).finding == Finding.UNFIT_SIGNER


def test_the_demonstrations_certificate_fits_its_own_documents(pdf):
    assert judged(registered(pdf), official=True).finding == Finding.GENUINE


def test_a_strangers_signature_after_ours_is_told_apart_from_a_change(pdf, signer):
    ours = registered(pdf)
    verdict = judged(sign(ours, signer))
    assert verdict.finding == Finding.GENUINE
    assert verdict.registered.extended
    assert not verdict.registered.unchanged


def test_the_newest_list_of_the_authority_is_asked(document, signer, ca):
    authority = keep_authority(ca.certificate, at=NOW)
    assert judged(document).signatures[0].revocation.state == "unknown"
    listed(authority, revocation_list(ca, at=NOW - YEAR))
    assert judged(document).signatures[0].revocation.state == "good"
    revoked = Member(signer.certificate, signer.key)
    since = NOW - timedelta(days=1)
    listed(authority, revocation_list(ca, revoked, at=NOW, since=since))
    assert problem(document) == (Finding.UNTRUSTED_SIGNER, "revoked")


def test_a_list_that_has_dropped_an_expired_certificate_says_nothing_of_it(document, signer, ca):
    authority, revoked = (
        keep_authority(ca.certificate, at=NOW),
        Member(signer.certificate, signer.key),
    )
    since = NOW - timedelta(days=1)
    listed(authority, revocation_list(ca, revoked, at=NOW + timedelta(days=1), since=since))
    listed(authority, revocation_list(ca, at=NOW + 2 * YEAR))
    verdict = verify(document, at=NOW + 3 * YEAR)
    assert verdict.signatures[0].problem == "revoked"


def carrying(document: bytes, *, lists=(), answers=()) -> bytes:
    """With what became known of its signer, as who keeps it long adds it."""
    crls, ocsps = map(CertificateList.load, lists), map(OCSPResponse.load, answers)
    output = io.BytesIO(document)
    DocumentSecurityStore.add_dss(output, sig_contents=None, crls=list(crls), ocsps=list(ocsps))
    return output.getvalue()


def as_list(ca, signer, revoked_at) -> dict:
    revoked = [Member(signer.certificate, signer.key)] if revoked_at else []
    made = revocation_list(ca, *revoked, at=HENCE, since=revoked_at or NOW)
    return {"lists": [made]}


def as_answer(ca, signer, revoked_at) -> dict:
    return {"answers": [status_answer(ca, signer, at=HENCE, revoked_at=revoked_at, told_by=ca)]}


def by_service(ca, signer, revoked_at) -> dict:
    """As public authorities have it: a service with a certificate for this alone."""
    service = party(
        "Dịch vụ trạng thái",
        by=ca,
        may={"digital_signature": True},
        purposes=[ExtendedKeyUsageOID.OCSP_SIGNING],
    )
    told = status_answer(ca, signer, at=HENCE, revoked_at=revoked_at, told_by=service)
    return {"answers": [told]}


@pytest.mark.parametrize("told", [as_list, as_answer, by_service])
@pytest.mark.parametrize(
    ("revoked_at", "state", "finding"),
    [
        (None, "good", Finding.GENUINE),
        (NOW - timedelta(days=1), "revoked", Finding.UNTRUSTED_SIGNER),
        # The date of the signature is the signer's own word.
        (NOW + timedelta(hours=1), "revoked", Finding.UNTRUSTED_SIGNER),
    ],
)
def test_what_lies_in_the_file_itself_is_believed_of_its_signer(
    document, ca, signer, told, revoked_at, state, finding
):
    verdict = judged(carrying(document, **told(ca, signer, revoked_at)))
    assert (verdict.finding, verdict.signatures[0].revocation.state) == (finding, state)
    assert verdict.signatures[0].changes.kinds == ["proofs_added"]


@pytest.mark.parametrize("told", [as_list, as_answer])
@pytest.mark.parametrize(
    ("since", "finding"),
    [
        (timedelta(hours=1), Finding.GENUINE),
        (-timedelta(days=1), Finding.UNTRUSTED_SIGNER),
    ],
)
def test_what_the_file_tells_revokes_nothing_that_a_time_stamp_proves_older(
    pdf, ca, signer, told, since, finding
):
    stamped = sign(pdf, signer, timestamper=stamper(ca))
    verdict = judged(carrying(stamped, **told(ca, signer, NOW + since)))
    (report,) = verdict.signatures
    assert report.timestamp.trusted
    assert (verdict.finding, report.revocation.state) == (finding, "revoked")


@pytest.mark.parametrize("told", [as_list, as_answer])
def test_what_the_authority_did_not_sign_says_nothing_in_the_file(document, signer, told):
    forged = told(authority(), signer, NOW - timedelta(days=1))
    verdict = judged(carrying(document, **forged))
    assert verdict.finding == Finding.GENUINE
    assert verdict.signatures[0].revocation.state == "unknown"


def listed(authority, content: bytes) -> None:
    found = x509.load_der_x509_crl(content)
    RevocationList.objects.create(
        authority=authority,
        digest=digest_of(content),
        encoded=content,
        entries=len(found),
        issued_at=found.last_update_utc,
        source="test",
        imported_at=NOW,
    )
