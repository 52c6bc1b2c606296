"""From a certificate up to an authority that is trusted, or to where a link is missing."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

#: Authorities above a certificate; real chains have two or three.
LINKS_AT_MOST = 6


class MissingLink(Exception):
    """The chain ends at a name whose certificate is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def is_self_signed(certificate: x509.Certificate) -> bool:
    return certificate.issuer == certificate.subject


def is_authority(certificate: x509.Certificate) -> bool:
    extensions = certificate.extensions
    try:
        constraints = extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return False
    try:
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return constraints.ca
    return constraints.ca and usage.key_cert_sign


def issued(certificate: x509.Certificate, by: x509.Certificate) -> bool:
    """By name, by signature, and by an authority."""
    try:
        certificate.verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return is_authority(by)


def chain_above(
    certificate: x509.Certificate,
    *,
    known: Iterable[x509.Certificate],
    anchors: Collection[x509.Certificate] = (),
) -> list[x509.Certificate]:
    """From the issuer up to an anchor, or to a root that vouches for itself.

    Raises `MissingLink` where no certificate that is known issued the next.
    """
    candidates = [*anchors, *known]
    chain: list[x509.Certificate] = []
    last = certificate
    while last not in anchors and not is_self_signed(last):
        # Two authorities that issued each other would never end.
        above = next((one for one in candidates if issued(last, one) and one not in chain), None)
        if above is None or len(chain) == LINKS_AT_MOST or not may_stand_over(above, len(chain)):
            raise MissingLink(last.issuer.rfc4514_string())
        chain.append(above)
        last = above
    return chain


def may_stand_over(authority: x509.Certificate, between: int) -> bool:
    """`between` are the authorities under it on the way to the holder."""
    constraints = authority.extensions.get_extension_for_class(x509.BasicConstraints).value
    return constraints.path_length is None or between <= constraints.path_length


def are_valid(chain: Sequence[x509.Certificate], *, at: datetime) -> bool:
    return all(one.not_valid_before_utc <= at <= one.not_valid_after_utc for one in chain)
