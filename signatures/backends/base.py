from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from signatures.states import CertificateKind, HolderKind, KeyPlace

#: Stands in the organisation of every name our demonstration authority writes.
DEMONSTRATION = "DEMONSTRATION – no legal value"


class SigningUnavailable(Exception):  # noqa: N818
    """The signer cannot be reached at present; a later try can help."""


class SigningRefused(Exception):  # noqa: N818
    """The document will never be signed with this key; only a person can help."""


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    kind: CertificateKind
    holder_kind: HolderKind
    holder_name: str
    holder_identifier: str
    serial_number: str
    issuer: str
    subject: str
    fingerprint: str
    valid_from: datetime
    valid_to: datetime


@dataclass(frozen=True, kw_only=True)
class Appearance:
    """What the visible field of a signature says beside the instant; all of it is drawn as text."""

    name: str
    title: str = ""
    agency: str = ""
    #: Text of the QR code, mostly an address; none is drawn for an empty one.
    qr: str = ""
    #: Left, bottom, right, top in points from the lower left corner of the page. By default
    #: signatures stand side by side at the foot, the first on the right.
    box: tuple[float, float, float, float] | None = None
    #: Counted from 0; negative numbers count from the last page.
    page: int = -1


class Key(ABC):
    """A private key in whatever keeping, beside the certificate that speaks for it."""

    certificate: bytes
    #: From the certificate's issuer upwards, each in DER.
    chain: tuple[bytes, ...]

    @abstractmethod
    def sign(self, data: bytes) -> bytes:
        """SHA-256 with RSA (PKCS#1 v1.5), or ECDSA in DER; raises as Backend.sign does."""


@dataclass(frozen=True)
class Signed:
    document: bytes
    #: Of the whole: "PAdES-B-B", "PAdES-B-T", "PAdES-B-LT"; "none" where nothing was proved.
    level: str
    #: The raw value the key gave; empty where there is none.
    value: bytes = b""


class Backend(ABC):
    """Signs in the name of one holder. `holder` is an agency's code or a person's identifier."""

    key_place = KeyPlace.ELSEWHERE

    def __init__(self, *, holder: str) -> None:
        self.holder = holder

    @abstractmethod
    def key(self) -> Key:
        """For data that is no PDF; raises SigningUnavailable or SigningRefused."""

    @abstractmethod
    def certificate(self) -> CertificateFacts:
        """The certificate that `sign` will use."""

    def certificates(self) -> tuple[bytes, ...]:
        """The same in DER with those above it, its issuer's first; none where nothing is proved."""
        return ()

    def is_own(self) -> bool:
        """Whether the key is this holder's alone, and not one that signs for whoever has none."""
        return False

    @abstractmethod
    def sign(
        self,
        document: bytes,
        *,
        reason: str,
        location: str,
        at: datetime,
        appearance: Appearance | None = None,
    ) -> Signed:
        """The signed document; raises SigningUnavailable or SigningRefused."""


@lru_cache(maxsize=256)
def facts_of(certificate: bytes) -> CertificateFacts:
    """What the register keeps of a certificate in DER."""
    parsed = x509.load_der_x509_certificate(certificate)
    subject = parsed.subject
    demonstration = DEMONSTRATION in subject.rfc4514_string()
    return CertificateFacts(
        kind=CertificateKind.DEMONSTRATION if demonstration else CertificateKind.OFFICIAL_AGENCY,
        holder_kind=HolderKind.AGENCY,
        holder_name=part_of(subject, NameOID.COMMON_NAME),
        holder_identifier=part_of(subject, NameOID.ORGANIZATION_IDENTIFIER),
        serial_number=f"{parsed.serial_number:x}",
        issuer=parsed.issuer.rfc4514_string(),
        subject=subject.rfc4514_string(),
        fingerprint=parsed.fingerprint(hashes.SHA256()).hex(),
        valid_from=parsed.not_valid_before_utc,
        valid_to=parsed.not_valid_after_utc,
    )


def part_of(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return next((str(part.value) for part in name.get_attributes_for_oid(oid)), "")
