"""Whose statements, lists and seals are believed: keys that a trusted authority vouches for."""

from collections.abc import Collection

from cryptography import x509

from signatures.certificates.anchors import anchors
from signatures.certificates.chains import MissingLink, chain_above
from signatures.certificates.judging import registered
from signatures.cose import key_id_of
from signatures.models import StatementKey
from signatures.states import CertificateKind


def believed() -> dict[bytes, bytes]:
    """Their certificates in DER, by key id."""
    trusted, known = trusted_authorities(), registered()
    rows = StatementKey.objects.order_by("pk").values_list("certificate", flat=True)
    return {key_id_of(one): one for one in map(bytes, rows) if is_vouched(one, known, trusted)}


def is_trusted(encoded: bytes) -> bool:
    """Of any certificate in DER."""
    return is_vouched(encoded, registered(), trusted_authorities())


def trusted_authorities() -> list[x509.Certificate]:
    return [one for kind in CertificateKind for one in anchors(kind)]


def is_vouched(
    encoded: bytes, known: Collection[x509.Certificate], trusted: Collection[x509.Certificate]
) -> bool:
    certificate = x509.load_der_x509_certificate(encoded)
    try:
        chain = [certificate, *chain_above(certificate, known=known, anchors=trusted)]
    except MissingLink:
        return False
    return chain[-1] in trusted
