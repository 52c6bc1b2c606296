"""The CMS envelope of a signature, as PAdES and CAdES ask for it (ETSI EN 319 122-1).

All but the digest of the data, the time and the raw value is the same for every signature of one
key, so it is encoded once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from hashlib import sha256

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm
from django.utils.translation import gettext as _

from signatures.backends import der
from signatures.backends.base import SigningRefused

PublicKey = RSAPublicKey | EllipticCurvePublicKey

SHA256_DIGEST = SHA256()
DATA = der.oid("1.2.840.113549.1.7.1")
SIGNED_DATA = der.oid("1.2.840.113549.1.7.2")
CONTENT_TYPE = der.oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = der.oid("1.2.840.113549.1.9.4")
SIGNING_TIME = der.oid("1.2.840.113549.1.9.5")
TIME_STAMP = der.oid("1.2.840.113549.1.9.16.2.14")
SIGNING_CERTIFICATE = der.oid("1.2.840.113549.1.9.16.2.47")
SHA256_NAME = der.sequence(der.oid("2.16.840.1.101.3.4.2.1"))
RSA_NAME = der.sequence(der.oid("1.2.840.113549.1.1.11"), der.NULL)
ECDSA_NAME = der.sequence(der.oid("1.2.840.10045.4.3.2"))


@dataclass(frozen=True)
class Template:
    """Everything of an envelope that one signer and one kind of content fix."""

    content: bytes
    certificates: bytes
    signer: bytes
    algorithm: bytes
    content_type: bytes
    certificate_reference: bytes
    longest_value: int

    def attributes(self, digest: bytes, *, at: datetime | None = None) -> bytes:
        """What is signed, for data of this SHA-256. PAdES keeps the time outside (`at=None`)."""
        parts = [
            self.content_type,
            attribute(MESSAGE_DIGEST, der.octets(digest)),
            self.certificate_reference,
        ]
        if at is not None:
            parts.append(attribute(SIGNING_TIME, time(at)))
        return der.set_of(parts)

    def envelope(
        self, attributes: bytes, value: bytes, *, stamp: bytes = b"", inner: bytes = b""
    ) -> bytes:
        """`stamp` is a time-stamp token over the value, `inner` content that travels along."""
        unsigned = der.tagged(0xA1, attribute(TIME_STAMP, stamp)) if stamp else b""
        signer = der.sequence(
            self.signer,
            b"\xa0" + attributes[1:],
            self.algorithm,
            der.octets(value),
            unsigned,
        )
        carried = der.tagged(0xA0, der.octets(inner)) if inner else b""
        signed = der.sequence(
            # Version 3 of the syntax is for content that is not plain data (RFC 5652, 5.1).
            der.integer(1 if self.content == DATA else 3),
            der.tagged(0x31, SHA256_NAME),
            der.sequence(self.content, carried),
            self.certificates,
            der.tagged(0x31, signer),
        )
        return der.sequence(SIGNED_DATA, der.tagged(0xA0, signed))

    @cached_property
    def room(self) -> int:
        """Bytes that no envelope without a time stamp exceeds."""
        empty = self.attributes(bytes(32), at=datetime.now(UTC))
        return len(self.envelope(empty, bytes(self.longest_value)))


@lru_cache(maxsize=256)
def template_of(
    certificate: bytes, chain: tuple[bytes, ...] = (), *, content: bytes = DATA
) -> Template:
    public_key = public_key_of(certificate)
    carried = sorted({certificate, *filter(is_no_root, chain)})
    return Template(
        content=content,
        certificates=der.tagged(0xA0, *carried),
        signer=der.integer(1) + der.sequence(*name_of(certificate)) + SHA256_NAME,
        algorithm=RSA_NAME if isinstance(public_key, RSAPublicKey) else ECDSA_NAME,
        content_type=attribute(CONTENT_TYPE, content),
        certificate_reference=attribute(SIGNING_CERTIFICATE, reference(certificate)),
        longest_value=longest_value(public_key),
    )


def attribute(name: bytes, value: bytes) -> bytes:
    return der.sequence(name, der.tagged(0x31, value))


def reference(certificate: bytes) -> bytes:
    """ESS signing-certificate-v2 (RFC 5035); SHA-256 is its default and not named."""
    digest = der.octets(sha256(certificate).digest())
    return der.sequence(der.sequence(der.sequence(digest, issuer_serial(certificate))))


def issuer_serial(certificate: bytes) -> bytes:
    issuer, serial = name_of(certificate)
    return der.sequence(der.sequence(der.tagged(0xA4, issuer)), serial)


def name_of(certificate: bytes) -> tuple[bytes, bytes]:
    """Issuer and serial number, as they are encoded there."""
    parsed = asn1_x509.Certificate.load(certificate)["tbs_certificate"]
    return parsed["issuer"].dump(), parsed["serial_number"].dump()


def time(at: datetime) -> bytes:
    """UTCTime until 2049, as RFC 5652 demands."""
    moment = at.astimezone(UTC)
    if moment.year < 2050:
        return der.tagged(0x17, f"{moment:%y%m%d%H%M%SZ}".encode())
    return der.tagged(0x18, f"{moment:%Y%m%d%H%M%SZ}".encode())


def is_no_root(certificate: bytes) -> bool:
    """A root proves nothing by travelling along: who checks has it or does not trust it."""
    parsed = x509.load_der_x509_certificate(certificate)
    return parsed.issuer != parsed.subject


@lru_cache(maxsize=256)
def public_key_of(certificate: bytes) -> PublicKey:
    key = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey):
        raise SigningRefused(_("Only RSA and EC keys sign here."))
    return key


def longest_value(key: PublicKey) -> int:
    """An ECDSA value in DER is two integers of the curve's size, each with head and sign byte."""
    if isinstance(key, RSAPublicKey):
        return key.key_size // 8
    return 2 * ((key.key_size + 7) // 8 + 3) + 3


def is_value_of(
    certificate: bytes, value: bytes, data: bytes, *, digest: HashAlgorithm = SHA256_DIGEST
) -> bool:
    """Whether the holder of this certificate signed exactly this."""
    key = public_key_of(certificate)
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(value, data, PKCS1v15(), digest)
        else:
            key.verify(value, data, ECDSA(digest))
    except InvalidSignature:
        return False
    return True
