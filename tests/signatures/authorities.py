"""Authorities of our own for the tests: a root, one below it, and certificates of holders."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from signatures.demonstration import usage
from tests.signatures.factories import AT

SIGNS = {"digital_signature": True, "content_commitment": True}
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Member:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def serial(self) -> int:
        return self.certificate.serial_number


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def member(
    name: str,
    *,
    by: Member | None = None,
    authority: bool = False,
    granted: dict[str, bool] | None = None,
    purposes: tuple[x509.ObjectIdentifier, ...] = (),
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None,
    start: datetime = AT - YEAR,
    end: datetime = AT + YEAR,
) -> Member:
    """Signed by itself where nobody else is named."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    use = {"key_cert_sign": True, "crl_sign": True} if authority else SIGNS
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(by.certificate.subject if by else named(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage(**(granted or use)), critical=True)
    )
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    return Member(builder.sign(by.key if by else key, SHA256()), key)


@dataclass(frozen=True)
class Authorities:
    root: Member
    middle: Member

    @property
    def chain(self) -> bytes:
        return self.middle.pem + self.root.pem

    def holder(self, name: str = "Nguyễn Văn Ký", **options) -> Member:
        return member(name, by=self.middle, **options)

    def trusted_in(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "root.pem").write_bytes(self.root.pem)


def authorities(name: str = "Cơ quan chứng thực thử nghiệm", **term: datetime) -> Authorities:
    root = member(f"{name} gốc", authority=True, **term)
    return Authorities(root, member(name, by=root, authority=True, **term))


def revocation_list(
    by: Member,
    *revoked: Member,
    at: datetime = AT,
    since: datetime = AT,
    reason: x509.ReasonFlags = x509.ReasonFlags.key_compromise,
    extensions: tuple[x509.ExtensionType, ...] = (x509.CRLNumber(1),),
) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(by.certificate.subject)
        .last_update(at)
        .next_update(at + timedelta(days=7))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    for one in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.serial).revocation_date(since)
        entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(by.key, SHA256()).public_bytes(Encoding.DER)
