from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from signatures.states import CertificateKind, HolderKind

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


class Backend(ABC):
    """Signs in the name of one holder. `holder` is an agency's code or a person's identifier."""

    level: ClassVar[str]

    def __init__(self, *, holder: str) -> None:
        self.holder = holder

    @abstractmethod
    def certificate(self) -> CertificateFacts:
        """The certificate that `sign` will use."""

    @abstractmethod
    def sign(self, document: bytes, *, reason: str, location: str, at: datetime) -> bytes:
        """The signed document; raises SigningUnavailable or SigningRefused."""


def facts_of(certificate: x509.Certificate) -> CertificateFacts:
    """What the register keeps of the certificate of an agency's server-held key."""
    subject = certificate.subject
    demonstration = DEMONSTRATION in subject.rfc4514_string()
    return CertificateFacts(
        kind=CertificateKind.DEMONSTRATION if demonstration else CertificateKind.OFFICIAL_AGENCY,
        holder_kind=HolderKind.AGENCY,
        holder_name=part_of(subject, NameOID.COMMON_NAME),
        holder_identifier=part_of(subject, NameOID.ORGANIZATION_IDENTIFIER),
        serial_number=f"{certificate.serial_number:x}",
        issuer=certificate.issuer.rfc4514_string(),
        subject=subject.rfc4514_string(),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
    )


def part_of(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return next((str(part.value) for part in name.get_attributes_for_oid(oid)), "")
