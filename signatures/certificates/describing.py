"""What a certificate seen for the first time is, from whom it signs for and who vouches for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cryptography import x509

from signatures.backends.base import CertificateFacts
from signatures.certificates.anchors import anchors
from signatures.certificates.chains import MissingLink, chain_above
from signatures.certificates.judging import parsed, registered
from signatures.states import CertificateKind, HolderKind

#: What such a holder may have, the usual kind first.
KINDS = {
    HolderKind.AGENCY: (CertificateKind.OFFICIAL_AGENCY, CertificateKind.SEAL),
    HolderKind.OFFICER: (CertificateKind.OFFICIAL_PERSON, CertificateKind.PUBLIC),
    HolderKind.ORGANISATION: (CertificateKind.SEAL, CertificateKind.PUBLIC),
    HolderKind.CITIZEN: (CertificateKind.PUBLIC,),
    HolderKind.SYSTEM: (CertificateKind.OFFICIAL_AGENCY, CertificateKind.SEAL),
}


@dataclass(frozen=True)
class Asked:
    """In whose name is signed; `holder` names the key."""

    holder: str
    kind: HolderKind = HolderKind.AGENCY


def described(
    facts: CertificateFacts, encoded: bytes, chain: Sequence[bytes], asked: Asked
) -> CertificateFacts:
    """With the holder the key is kept for, and the kind whose authority stands above it."""
    known = replace(
        facts,
        holder_kind=asked.kind,
        holder_identifier=facts.holder_identifier or asked.holder,
    )
    if facts.kind == CertificateKind.DEMONSTRATION:
        return known
    return replace(known, kind=kind_of(encoded, chain, asked.kind))


def kind_of(encoded: bytes, chain: Sequence[bytes], holder: HolderKind) -> CertificateKind:
    """Where nobody is trusted the usual kind, which then may not sign."""
    kinds = KINDS[holder]
    above = [*map(parsed, chain), *registered()]
    return next((kind for kind in kinds if is_vouched(parsed(encoded), above, kind)), kinds[0])


def is_vouched(
    certificate: x509.Certificate, above: Sequence[x509.Certificate], kind: CertificateKind
) -> bool:
    trusted = anchors(kind)
    try:
        chain = [certificate, *chain_above(certificate, known=above, anchors=trusted)]
    except MissingLink:
        return False
    return chain[-1] in trusted
