"""What a page without network needs to know: whose statements count, and which were withdrawn.

A list is signed and dated like a statement. Whoever holds an older one can take a newer one into
use, because it is signed by a key that the older one names.
"""

from datetime import UTC, datetime
from typing import Any

import cbor2
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from signatures import cose, statement_keys, statements
from signatures.backends import key_of
from signatures.backends.base import DEMONSTRATION
from signatures.models import CertificateDeed, Withdrawal
from signatures.states import CertificateVerb

KIND = "caseflow list"


def newest(*, at: datetime) -> bytes:
    """The list as it stands now, signed; raises SigningUnavailable or SigningRefused."""
    key = key_of(statements.HOLDER)
    statements.register(key, at=at)
    said = {
        "kind": KIND,
        "issued_at": moment(at),
        "keys": [known(key_id, one) for key_id, one in statement_keys.believed().items()],
        "anchors": [one.public_bytes(Encoding.DER) for one in statement_keys.trusted_authorities()],
        "withdrawn": withdrawn(),
        "revoked": revoked(),
    }
    return cose.sign(cbor2.dumps(said, canonical=True), key)


def known(key_id: bytes, encoded: bytes) -> dict[str, Any]:
    certificate = x509.load_der_x509_certificate(encoded)
    name = certificate.subject.rfc4514_string()
    return {
        "id": key_id,
        "key": public_key_in(encoded),
        "name": common_name(certificate) or name,
        "demonstration": DEMONSTRATION in name,
        "from": moment(certificate.not_valid_before_utc),
        "to": moment(certificate.not_valid_after_utc),
    }


def public_key_in(encoded: bytes) -> bytes:
    """Of a certificate; both in DER."""
    public = x509.load_der_x509_certificate(encoded).public_key()
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def common_name(certificate: x509.Certificate) -> str:
    parts = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(parts[0].value) if parts else ""


def withdrawn() -> list[tuple[bytes, int]]:
    """By the identifier of the statement, or of the document; no number and no name is told."""
    rows = Withdrawal.objects.order_by("statement__identifier")
    told = rows.values_list("statement__identifier", "withdrawn_at")
    return [(bytes.fromhex(identifier), moment(at)) for identifier, at in told.iterator()]


def revoked() -> list[tuple[bytes, int]]:
    """Certificates of signers, by fingerprint, each from the instant that counts."""
    deeds = CertificateDeed.objects.filter(verb=CertificateVerb.REVOKED)
    told = deeds.order_by("certificate__fingerprint", "at")
    rows = told.values_list("certificate__fingerprint", "at").iterator()
    return [(bytes.fromhex(fingerprint), moment(at)) for fingerprint, at in rows]


def moment(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp())
