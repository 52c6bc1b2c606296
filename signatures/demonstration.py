"""Certificate authorities of one day, so that a demonstration can sign without any legal value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

from signatures.backends.base import DEMONSTRATION
from signatures.states import HolderKind

# Demonstration files carry past dates, and their results are signed on those dates.
VALID_BEFORE, VALID_AFTER = timedelta(days=3 * 365), timedelta(days=5 * 365)
#: The most that a common name may have; the library counts bytes where RFC 5280 counts letters.
NAME_BYTES = 64

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Validity:
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Holder:
    """Who gets a key; `identifier` (an account's name, an agency's code) names its file."""

    kind: HolderKind
    identifier: str
    name: str


SYSTEM = Holder(HolderKind.SYSTEM, "system", "Caseflow demonstration system")
TIMESTAMP = Holder(HolderKind.SYSTEM, "timestamp", "Caseflow demonstration time stamping")
#: Signs for everybody who has no key of their own.
GENERAL = Holder(HolderKind.AGENCY, "", "Caseflow demonstration signer")
EVERYBODYS = (GENERAL, SYSTEM, TIMESTAMP)


@dataclass(frozen=True)
class Issuer:
    """An authority for as long as it issues."""

    key: Key
    certificate: x509.Certificate
    validity: Validity


def make_demonstration_key(*, at: datetime) -> bool:
    """The keys that every demonstration needs; False if they exist."""
    return bool(make_demonstration_keys(EVERYBODYS, at=at))


def make_demonstration_keys(holders: Iterable[Holder], *, at: datetime) -> dict[Holder, "Made"]:
    """A key for each of these who has none, all from one new authority; what was made.

    The authority's own key is forgotten, so nobody can ever issue a further certificate with it.
    """
    missing = [holder for holder in holders if not key_file(holder).exists()]
    if not missing:
        return {}
    issuer = new_issuer(Validity(at - VALID_BEFORE, at + VALID_AFTER))
    settings.SIGNATURES_PKCS12_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The keys come last: where one lies, the certificate to trust lies too.
    publish(issuer)
    return {holder: make_key(holder, issuer) for holder in missing}


@dataclass(frozen=True)
class Made:
    """A certificate whose key was just written, and its authority's, both in DER."""

    certificate: bytes
    chain: tuple[bytes, ...]


def make_key(holder: Holder, issuer: Issuer) -> Made:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = holder_certificate(holder, key, issuer)
    archive = pkcs12.serialize_key_and_certificates(
        b"demonstration", key, certificate, [issuer.certificate], encryption()
    )
    write(key_file(holder), archive, mode=0o600)
    authority = issuer.certificate.public_bytes(Encoding.DER)
    return Made(certificate.public_bytes(Encoding.DER), (authority,))


def key_file(holder: Holder) -> Path:
    path: Path = settings.SIGNATURES_PKCS12_FILE
    if holder == GENERAL:
        return path
    folder: Path = settings.SIGNATURES_PKCS12_DIR
    return folder / f"{holder.identifier}.p12"


def new_issuer(validity: Validity) -> Issuer:
    key = ec.generate_private_key(ec.SECP256R1())
    return Issuer(key, authority_certificate(key, validity), validity)


def publish(issuer: Issuer) -> None:
    """The authority's certificate and its list of nobody, under a name no other authority has."""
    path: Path = settings.SIGNATURES_PKCS12_FILE
    number, stem = 1, f"{path.stem}-ca"
    while path.with_name(f"{stem}.pem").exists():
        number += 1
        stem = f"{path.stem}-ca-{number}"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    revoked = revocation_list(issuer)
    write(path.with_name(f"{stem}.crl"), revoked.public_bytes(Encoding.DER), mode=0o644)
    write(path.with_name(f"{stem}.pem"), issuer.certificate.public_bytes(Encoding.PEM), mode=0o644)


def revocation_list(
    issuer: Issuer, revoked: Sequence[x509.RevokedCertificate] = ()
) -> x509.CertificateRevocationList:
    key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(issuer.validity.start)
        .next_update(issuer.validity.end)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(key_id, critical=False)
    )
    for one in revoked:
        builder = builder.add_revoked_certificate(one)
    return builder.sign(issuer.key, SHA256())


def encryption() -> KeySerializationEncryption:
    password = settings.SIGNATURES_PKCS12_PASSWORD.encode()
    return BestAvailableEncryption(password) if password else NoEncryption()


def write(path: Path, content: bytes, *, mode: int) -> None:
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.touch(mode=mode)
    unfinished.write_bytes(content)
    unfinished.replace(path)


def authority_certificate(key: Key, validity: Validity) -> x509.Certificate:
    name = demonstration_name("Caseflow demonstration authority")
    return (
        unsigned_certificate(name, name, key, validity)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, SHA256())
    )


def holder_certificate(holder: Holder, key: Key, issuer: Issuer) -> x509.Certificate:
    fitting = holder.name.encode()[:NAME_BYTES].decode(errors="ignore")
    name = demonstration_name(fitting, holder.identifier)
    return certificate_for(name, key, issuer, stamps=holder == TIMESTAMP)


def signer_certificate(
    key: Key, authority: x509.Certificate, authority_key: Key, validity: Validity
) -> x509.Certificate:
    name = demonstration_name(GENERAL.name)
    return certificate_for(name, key, Issuer(authority_key, authority, validity))


def certificate_for(
    name: x509.Name, key: Key, issuer: Issuer, *, stamps: bool = False
) -> x509.Certificate:
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    builder = (
        unsigned_certificate(name, issuer.certificate.subject, key, issuer.validity)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(issuer_id, critical=False)
    )
    if stamps:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return builder.sign(issuer.key, SHA256())


def unsigned_certificate(
    subject: x509.Name, issuer: x509.Name, key: Key, validity: Validity
) -> x509.CertificateBuilder:
    subject_id = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.start)
        .not_valid_after(validity.end)
        .add_extension(subject_id, critical=False)
    )


def demonstration_name(common_name: str, identifier: str = "") -> x509.Name:
    parts = {
        NameOID.COUNTRY_NAME: "VN",
        NameOID.ORGANIZATION_NAME: DEMONSTRATION,
        NameOID.ORGANIZATION_IDENTIFIER: identifier,
        NameOID.COMMON_NAME: common_name,
    }
    named = [x509.NameAttribute(oid, value) for oid, value in parts.items() if value]
    return x509.Name(named)


def usage(**granted: bool) -> x509.KeyUsage:
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: granted.get(name, False) for name in every})
