from datetime import timedelta

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from signatures.backends.base import facts_of
from signatures.certificates import anchors
from signatures.certificates.judging import refusal
from signatures.certificates.registering import Entry, first_use, keep_authority
from signatures.models import Authority, Certificate
from signatures.states import CertificateKind, Purpose, Refusal
from tests.signatures.authorities import YEAR, Authorities, Member, authorities, member
from tests.signatures.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pki() -> Authorities:
    return authorities()


@pytest.fixture
def _trusted(settings, tmp_path, pki):
    settings.SIGNATURES_TRUST_DIR = tmp_path
    pki.trusted_in(tmp_path)


def registered(one: Member, *above: Member) -> Certificate:
    chain = [link.der for link in above]
    return first_use(Entry(facts=facts_of(one.der), encoded=one.der, chain=chain), at=AT)


def why(pki: Authorities, **options) -> Refusal | None:
    return refusal(registered(pki.holder(**options), pki.middle, pki.root), at=AT)


@pytest.mark.usefixtures("_trusted")
def test_a_certificate_with_a_trusted_chain_may_sign(pki):
    assert why(pki) is None


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"end": AT - timedelta(seconds=1)}, Refusal.EXPIRED),
        ({"start": AT + timedelta(seconds=1)}, Refusal.NOT_YET_VALID),
        ({"granted": {"key_agreement": True}}, Refusal.WRONG_PURPOSE),
        ({"purposes": (ExtendedKeyUsageOID.SERVER_AUTH,)}, Refusal.WRONG_PURPOSE),
        ({"purposes": (ExtendedKeyUsageOID.TIME_STAMPING,)}, Refusal.WRONG_PURPOSE),
        ({"purposes": (ExtendedKeyUsageOID.EMAIL_PROTECTION,)}, None),
    ],
)
def test_the_refusal_names_what_is_wrong(pki, options, reason):
    assert why(pki, **options) == reason


@pytest.mark.usefixtures("_trusted")
def test_time_stamps_need_a_certificate_for_nothing_else(pki):
    plain = registered(pki.holder(), pki.middle)
    stamping = registered(pki.holder(purposes=(ExtendedKeyUsageOID.TIME_STAMPING,)), pki.middle)
    answers = [refusal(row, at=AT, purpose=Purpose.TIME_STAMPING) for row in (plain, stamping)]
    assert answers == [Refusal.WRONG_PURPOSE, None]


@pytest.mark.usefixtures("_trusted")
def test_self_signed_and_unknown_issuers_are_told_apart(pki):
    stranger = authorities()
    assert refusal(registered(member("x")), at=AT) == Refusal.SELF_SIGNED
    alone = registered(stranger.holder())
    assert refusal(alone, at=AT) == Refusal.BROKEN_CHAIN
    for one in (stranger.middle, stranger.root):
        keep_authority(one.certificate, at=AT)
    assert refusal(alone, at=AT) == Refusal.UNTRUSTED


@pytest.mark.usefixtures("_trusted")
def test_a_link_that_is_imported_later_heals_the_chain(pki):
    row = registered(pki.holder())
    assert refusal(row, at=AT) == Refusal.BROKEN_CHAIN
    keep_authority(pki.middle.certificate, at=AT)
    assert refusal(row, at=AT) is None


def test_a_certificate_that_is_trusted_itself_needs_no_chain(settings, tmp_path, pki):
    settings.SIGNATURES_TRUST_DIR = tmp_path
    holder = pki.holder()
    (tmp_path / "leader.pem").write_bytes(holder.pem)
    assert refusal(registered(holder), at=AT) is None


@pytest.mark.usefixtures("_trusted")
def test_a_revoked_or_expired_authority_takes_its_certificates_along(pki):
    expired = member("cũ", by=pki.root, authority=True, end=AT - timedelta(days=1))
    under_expired = registered(member("x", by=expired), expired, pki.root)
    row = registered(pki.holder(), pki.middle, pki.root)
    Authority.objects.filter(subject=row.issuer).update(revoked_at=AT)
    assert refusal(under_expired, at=AT) == Refusal.AUTHORITY_REVOKED
    assert refusal(row, at=AT) == Refusal.AUTHORITY_REVOKED
    assert refusal(row, at=AT - timedelta(days=1)) is None


def test_an_authority_is_trusted_for_the_kind_of_its_folder_only(settings, tmp_path, pki):
    settings.SIGNATURES_TRUST_DIR = tmp_path
    seals = settings.SIGNATURES_TRUST_DIRS | {"official_agency": tmp_path / "official"}
    settings.SIGNATURES_TRUST_DIRS = seals
    row = registered(pki.holder(), pki.middle, pki.root)
    pki.trusted_in(tmp_path / "public")
    assert refusal(row, at=AT) == Refusal.UNTRUSTED
    pki.trusted_in(tmp_path / "official")
    assert refusal(row, at=AT) is None
    assert anchors.files() == {tmp_path / "official" / "root.pem": {"official_agency"}}


def test_a_demonstrations_authority_is_trusted_for_demonstrations_only(settings, keys):
    settings.SIGNATURES_TRUST_DIR = keys
    assert set.union(*anchors.files().values()) == {CertificateKind.DEMONSTRATION}
    assert anchors.anchors(CertificateKind.PUBLIC) == ()


def test_a_broken_file_among_the_trusted_is_named_and_left_out(settings, tmp_path, pki, caplog):
    settings.SIGNATURES_TRUST_DIR = tmp_path
    (tmp_path / "broken.pem").write_text("nothing")
    pki.trusted_in(tmp_path)
    assert anchors.anchors(CertificateKind.PUBLIC) == (pki.root.certificate,)
    assert "broken.pem" in caplog.text


@pytest.mark.usefixtures("_trusted")
def test_asking_costs_two_queries(pki, django_assert_num_queries):
    row = registered(pki.holder(), pki.middle, pki.root)
    refusal(row, at=AT)
    with django_assert_num_queries(2):
        assert refusal(row, at=AT + YEAR / 2) is None
