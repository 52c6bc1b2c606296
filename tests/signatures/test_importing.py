import io
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs7,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from signatures.certificates import importing
from signatures.certificates.importing import Upload
from signatures.certificates.reading import ImportRefused
from signatures.models import Authority, Certificate, CertificateDeed
from signatures.states import CertificateKind, HolderKind, KeyPlace
from tests.signatures.authorities import YEAR, Authorities, Member, authorities, member
from tests.signatures.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(scope="module")
def pki() -> Authorities:
    return authorities()


@pytest.fixture(autouse=True)
def _nobody_trusted(settings, tmp_path):
    settings.SIGNATURES_TRUST_DIR = tmp_path


def upload(certificate: bytes, chain: bytes = b"", **options) -> Upload:
    asked = {
        "kind": CertificateKind.OFFICIAL_PERSON,
        "holder_kind": HolderKind.OFFICER,
        "holder_identifier": "leader",
        "key_place": KeyPlace.TOKEN,
    }
    return Upload(certificate=certificate, chain=chain, **asked | options)


def taken(certificate: bytes, chain: bytes = b"", **options) -> Certificate:
    entry = importing.examine(upload(certificate, chain, **options))
    return importing.keep(entry, actor="admin", at=AT)


def refused(certificate: bytes, chain: bytes = b"", **options) -> tuple[str, str]:
    with pytest.raises(ImportRefused) as refusal:
        taken(certificate, chain, **options)
    assert not Certificate.objects.exists()
    return refusal.value.field, str(refusal.value.message)


def private_key(holder: Member, form: PrivateFormat, encoding: Encoding, password: bytes = b""):
    protection = BestAvailableEncryption(password) if password else NoEncryption()
    return holder.key.private_bytes(encoding, form, protection)


def test_a_certificate_is_kept_with_its_holder_chain_and_deed(pki):
    holder = pki.holder()
    row = taken(holder.pem, pki.chain)
    assert (row.holder_name, row.holder_identifier) == ("Nguyễn Văn Ký", "leader")
    assert (row.kind, row.key_place) == ("official_person", "token")
    assert bytes(row.encoded) == holder.der
    assert row.authority.issued_by.subject == row.authority.issuer
    deed = CertificateDeed.objects.get()
    assert (deed.verb, deed.knowledge, deed.actor) == ("registered", "hand", "admin")


@pytest.mark.parametrize("form", [Encoding.PEM, Encoding.DER])
def test_pkcs7_brings_the_chain_along(pki, form):
    links = [pki.holder().certificate, pki.middle.certificate, pki.root.certificate]
    row = taken(pkcs7.serialize_certificates(links, form))
    assert row.authority.issued_by.issued_by is None


def test_der_without_chain_is_enough_once_the_authority_is_known(pki):
    importing.keep_authorities(importing.examine_authorities(pki.chain), at=AT)
    assert taken(pki.holder().der).authority.subject == "CN=Cơ quan chứng thực thử nghiệm"
    assert Authority.objects.count() == 2


def test_a_trusted_authority_closes_the_chain(pki, tmp_path):
    pki.trusted_in(tmp_path)
    assert taken(pki.holder().pem, pki.middle.pem).authority.issued_by is not None


@pytest.mark.parametrize(
    ("form", "encoding", "password"),
    [
        (PrivateFormat.PKCS8, Encoding.PEM, b""),
        (PrivateFormat.PKCS8, Encoding.DER, b""),
        (PrivateFormat.PKCS8, Encoding.DER, b"secret"),
        (PrivateFormat.TraditionalOpenSSL, Encoding.PEM, b""),
        (PrivateFormat.TraditionalOpenSSL, Encoding.DER, b""),
    ],
)
def test_a_private_key_uploaded_by_mistake_is_refused(pki, form, encoding, password):
    holder = pki.holder()
    secret = private_key(holder, form, encoding, password)
    content = holder.pem + secret if encoding == Encoding.PEM else secret
    field, said = refused(content, pki.chain)
    assert field == "certificate"
    assert "private key" in said


@pytest.mark.parametrize("password", [NoEncryption(), BestAvailableEncryption(b"secret")])
def test_a_key_archive_is_refused_as_certificate_and_as_chain(pki, password):
    holder = pki.holder()
    archive = pkcs12.serialize_key_and_certificates(
        b"key", holder.key, holder.certificate, None, password
    )
    assert "private key" in refused(archive)[1]
    assert refused(holder.pem, archive)[0] == "chain"


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\0" * 3000, b"-----BEGIN CERTIFICATE-----\nAAAA", b"\x30\x82\x01"]
)
def test_garbage_is_no_certificate(content):
    field, said = refused(content)
    assert field == "certificate"
    assert "No certificate" in said


def test_what_is_too_large_is_not_even_parsed():
    assert "too large" in refused(b"\x30" * 600_000)[1]


def test_a_cut_certificate_is_no_certificate(pki):
    assert "No certificate" in refused(pki.holder().der[:-40])[1]


def test_a_missing_link_is_named(pki):
    field, said = refused(pki.holder().pem, pki.root.pem)
    assert field == "chain"
    assert "CN=Cơ quan chứng thực thử nghiệm is missing" in said
    assert "gốc is missing" in refused(pki.holder().pem, pki.middle.pem)[1]


def test_a_chain_of_somebody_else_does_not_help(pki):
    assert refused(pki.holder().pem, authorities().chain)[0] == "chain"


def test_authorities_that_issued_each_other_end_nowhere(pki):
    other = member("B", by=member("A", authority=True), authority=True)
    loop = member("A", by=other, authority=True)
    other = member("B", by=loop, authority=True)
    assert refused(member("x", by=other).pem, loop.pem + other.pem)[0] == "chain"


def test_a_certificate_issued_by_a_holder_has_no_chain(pki):
    holder = pki.holder()
    field, _ = refused(member("x", by=holder).pem, pki.chain)
    assert field == "chain"


def test_a_self_signed_certificate_is_refused():
    assert "own holder" in refused(member("x").pem)[1]


@pytest.mark.parametrize(
    "options",
    [
        {"granted": {"key_encipherment": True}},
        {"purposes": (ExtendedKeyUsageOID.SERVER_AUTH,)},
        {"purposes": (ExtendedKeyUsageOID.TIME_STAMPING,)},
    ],
)
def test_a_certificate_for_another_purpose_is_refused(pki, options):
    field, said = refused(pki.holder(**options).pem, pki.chain)
    assert field == "certificate"
    assert "key usage" in said


def test_an_authority_is_no_holder_and_two_holders_are_one_too_many(pki):
    assert "authorities only" in refused(pki.chain)[1]
    assert "several holders" in refused(pki.holder().pem + pki.holder().pem, pki.chain)[1]


def test_a_chain_with_a_holder_in_it_is_refused(pki):
    assert refused(pki.holder().pem, pki.chain + pki.holder().pem)[0] == "chain"


def test_a_duplicate_names_the_row_that_is_there(pki):
    holder = pki.holder()
    taken(holder.pem, pki.chain)
    with pytest.raises(ImportRefused, match="Nguyễn Văn Ký .* in the register already"):
        taken(holder.der)
    assert Certificate.objects.count() == 1


def test_only_a_demonstration_is_of_the_kind_demonstration(pki):
    assert refused(pki.holder().pem, pki.chain, kind=CertificateKind.DEMONSTRATION)[0] == "kind"


def test_expired_certificates_are_taken_for_the_count(pki):
    row = taken(pki.holder(start=AT - 2 * YEAR, end=AT - YEAR).pem, pki.chain)
    states = Certificate.objects.with_state(at=AT).values_list("state", flat=True)
    assert (list(states), row.is_valid(at=AT)) == (["expired"], False)


def test_a_short_key_is_too_weak(pki, tmp_path):
    key = rsa.generate_private_key(65537, 1024)
    assert "too weak" in refused(member("x", by=pki.middle, key=key).pem, pki.chain)[1]


def test_the_database_lets_what_is_known_never_change(pki):
    row = taken(pki.holder().pem, pki.chain)
    changes = {"encoded": b"other", "holder_identifier": "else", "registered_at": AT + YEAR}
    for name, value in changes.items():
        with pytest.raises(DatabaseError, match="never allowed"), transaction.atomic():
            Certificate.objects.filter(pk=row.pk).update(**{name: value})
    with pytest.raises(DatabaseError, match="never allowed"), transaction.atomic():
        CertificateDeed.objects.update(at=AT - timedelta(days=1))


def test_the_command_imports_and_says_what_was_kept(pki, tmp_path):
    for name, content in {"leader.cer": pki.holder().der, "chain.pem": pki.chain}.items():
        (tmp_path / name).write_bytes(content)
    words = ["--kind", "official_person", "--holder-kind", "officer", "--holder", "leader"]
    files = [str(tmp_path / "leader.cer"), "--chain", str(tmp_path / "chain.pem")]
    said = io.StringIO()
    call_command("import_certificate", *files, *words, "--key-place", "device", stdout=said)
    assert "certificates 1" in said.getvalue()
    with pytest.raises(CommandError, match=r"certificate: .* in the register already"):
        call_command("import_certificate", *files, *words)
