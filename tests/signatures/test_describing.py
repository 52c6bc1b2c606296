"""A certificate first seen when its key signs is registered as what it is."""

import pytest
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from django.db import IntegrityError, transaction

from caseflow.accounts.models import User
from signatures import signing
from signatures.backends import RESERVED
from signatures.models import Certificate, Signature
from signatures.signing import SigningRefused
from signatures.states import CertificateKind, HolderKind
from tests.signatures.authorities import authorities
from tests.signatures.factories import WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_signing_key", "english")]


@pytest.fixture
def pki(settings, tmp_path):
    """Trusted for certificates of a public trust service and for seals, and for nothing else."""
    made = authorities()
    settings.SIGNATURES_TRUST_DIR = tmp_path / "everybody"
    own = {kind: tmp_path / kind for kind in (CertificateKind.PUBLIC, CertificateKind.SEAL)}
    settings.SIGNATURES_TRUST_DIRS = settings.SIGNATURES_TRUST_DIRS | own
    for folder in own.values():
        folder.mkdir()
        made.trusted_in(folder)
    return made


def key_file(settings, pki, name: str) -> None:
    """The key of a holder, whose certificate says nothing of who that is."""
    member = pki.holder()
    chain = [pki.middle.certificate, pki.root.certificate]
    archive = pkcs12.serialize_key_and_certificates(
        b"own", member.key, member.certificate, chain, NoEncryption()
    )
    settings.SIGNATURES_PKCS12_DIR = settings.SIGNATURES_TRUST_DIR.parent
    (settings.SIGNATURES_PKCS12_DIR / f"{name}.p12").write_bytes(archive)


@pytest.mark.parametrize(
    ("holder_kind", "kind"),
    [
        (HolderKind.OFFICER, CertificateKind.PUBLIC),
        (HolderKind.AGENCY, CertificateKind.SEAL),
    ],
)
def test_the_kind_is_that_whose_authority_vouches_for_it(pdf, settings, pki, holder_kind, kind):
    key_file(settings, pki, "ky")
    signing.sign(pdf, reference="a/1", holder="ky", holder_kind=holder_kind, **WORDS)
    row = Certificate.objects.get()
    assert (row.kind, row.holder_kind, row.holder_identifier) == (kind, holder_kind, "ky")


def test_a_key_that_signs_for_everybody_is_registered_in_nobodys_name(pdf):
    signing.sign(pdf, reference="a/1", holder="ky", holder_kind=HolderKind.OFFICER, **WORDS)
    row = Certificate.objects.get()
    assert (row.kind, row.holder_identifier) == (CertificateKind.DEMONSTRATION, "")


@pytest.mark.parametrize("name", [*sorted(RESERVED), "System"])
def test_nobody_signs_with_a_key_of_the_system_by_bearing_its_name(pdf, name):
    with pytest.raises(SigningRefused, match="key of the system"):
        signing.sign(pdf, reference="a/1", holder=name, holder_kind=HolderKind.OFFICER, **WORDS)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("name", [*sorted(RESERVED), "System"])
def test_no_account_gets_the_name_of_a_key_of_the_system(name):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username=name)
    User.objects.create(username=f"{name}1")


def test_the_longest_account_name_signs(pdf):
    signature = signing.sign(pdf, reference="a/1", holder="n" * 150, **WORDS)
    assert Signature.objects.get().holder == signature.holder == "n" * 150
