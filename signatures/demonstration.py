"""A certificate authority of one day, so that a demonstration can sign without any legal value."""

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
from cryptography.x509.oid import NameOID
from django.conf import settings

from signatures.backends.base import DEMONSTRATION

# Demonstration files carry past dates, and their results are signed on those dates.
VALID_BEFORE, VALID_AFTER = timedelta(days=3 * 365), timedelta(days=5 * 365)


@dataclass(frozen=True)
class Validity:
    start: datetime
    end: datetime


def make_demonstration_key(*, at: datetime) -> bool:
    """Writes SIGNATURES_PKCS12_FILE and the authority's certificate beside it; False if it exists.

    The authority's own key is forgotten, so nobody can ever issue a second certificate with it.
    """
    path: Path = settings.SIGNATURES_PKCS12_FILE
    if path.exists():
        return False
    validity = Validity(at - VALID_BEFORE, at + VALID_AFTER)
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = authority_certificate(authority_key, validity)
    certificate = signer_certificate(key, authority, authority_key, validity)
    archive = pkcs12.serialize_key_and_certificates(
        b"demonstration", key, certificate, [authority], encryption()
    )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The key comes last: where it lies, the certificate to trust lies too.
    write(path.with_name(f"{path.stem}-ca.pem"), authority.public_bytes(Encoding.PEM), mode=0o644)
    write(path, archive, mode=0o600)
    return True


def encryption() -> KeySerializationEncryption:
    password = settings.SIGNATURES_PKCS12_PASSWORD.encode()
    return BestAvailableEncryption(password) if password else NoEncryption()


def write(path: Path, content: bytes, *, mode: int) -> None:
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.touch(mode=mode)
    unfinished.write_bytes(content)
    unfinished.replace(path)


def authority_certificate(key: ec.EllipticCurvePrivateKey, validity: Validity) -> x509.Certificate:
    name = demonstration_name("Caseflow demonstration authority")
    return (
        unsigned_certificate(name, name, key, validity)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, SHA256())
    )


def signer_certificate(
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    validity: Validity,
) -> x509.Certificate:
    name = demonstration_name("Caseflow demonstration signer")
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return (
        unsigned_certificate(name, authority.subject, key, validity)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(issuer_id, critical=False)
        .sign(authority_key, SHA256())
    )


def unsigned_certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, validity: Validity
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


def demonstration_name(common_name: str) -> x509.Name:
    parts = {
        NameOID.COUNTRY_NAME: "VN",
        NameOID.ORGANIZATION_NAME: DEMONSTRATION,
        NameOID.COMMON_NAME: common_name,
    }
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts.items()])


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
