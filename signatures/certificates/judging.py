"""May this certificate sign? Asked before every signature; the answer names what is wrong."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from signatures.certificates.anchors import Stamp, read, stamp
from signatures.certificates.chains import MissingLink, are_valid, chain_above, is_self_signed
from signatures.certificates.usages import is_for
from signatures.models import Authority, Certificate
from signatures.states import CertificateKind, CertificateVerb, Purpose, Refusal

PAUSES = (CertificateVerb.SUSPENDED, CertificateVerb.RESTORED)


def refusal(
    certificate: Certificate, *, at: datetime, purpose: Purpose = Purpose.SIGNING
) -> Refusal | None:
    """None where it may be used at that instant; two small queries once its chain is known."""
    return (
        outside_its_term(certificate, at)
        or ended(certificate, at)
        or misused(certificate, purpose)
        or unsupported(certificate, at)
    )


def outside_its_term(certificate: Certificate, at: datetime) -> Refusal | None:
    if at < certificate.valid_from:
        return Refusal.NOT_YET_VALID
    return Refusal.EXPIRED if at > certificate.valid_to else None


def ended(certificate: Certificate, at: datetime) -> Refusal | None:
    """A revocation counts from the instant it names, whenever we heard of it."""
    done = certificate.deeds.filter(at__lte=at).order_by("at", "pk")
    verbs = list(done.values_list("verb", flat=True))
    if CertificateVerb.REVOKED in verbs:
        return Refusal.REVOKED
    pauses = [verb for verb in verbs if verb in PAUSES]
    return Refusal.SUSPENDED if pauses[-1:] == [CertificateVerb.SUSPENDED] else None


def misused(certificate: Certificate, purpose: Purpose) -> Refusal | None:
    if not certificate.encoded:
        return None
    return None if is_for(parsed(bytes(certificate.encoded)), purpose) else Refusal.WRONG_PURPOSE


def unsupported(certificate: Certificate, at: datetime) -> Refusal | None:
    """Those registered before the register kept certificates are taken as they stand there."""
    if not certificate.encoded:
        return None
    try:
        chain = chain_of(certificate)
    except Unsupported as found:
        return found.refusal
    above = [one.fingerprint(SHA256()).hex() for one in chain]
    revoked = Authority.objects.filter(fingerprint__in=above, revoked_at__lte=at)
    sound = are_valid(chain, at=at) and not revoked.exists()
    return None if sound else Refusal.AUTHORITY_REVOKED


class Unsupported(Exception):
    """No trusted authority vouches for the certificate."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.label)
        self.refusal = refusal


def chain_of(certificate: Certificate) -> Sequence[x509.Certificate]:
    """From its issuer up to the authority that is trusted; raises `Unsupported`."""
    kind = CertificateKind(certificate.kind)
    return trusted_chain(bytes(certificate.encoded), kind, stamp(kind))


@lru_cache(maxsize=4096)
def trusted_chain(
    encoded: bytes, kind: CertificateKind, files: Stamp
) -> Sequence[x509.Certificate]:
    """Only what was found is remembered: a link that is missing today may be imported tomorrow."""
    certificate, trusted = parsed(encoded), read(kind, files)
    if is_self_signed(certificate):
        raise Unsupported(Refusal.SELF_SIGNED)
    try:
        chain = chain_above(certificate, known=registered(), anchors=trusted)
    except MissingLink as gap:
        raise Unsupported(Refusal.BROKEN_CHAIN) from gap
    if [certificate, *chain][-1] not in trusted:
        raise Unsupported(Refusal.UNTRUSTED)
    return chain


def registered() -> list[x509.Certificate]:
    rows = Authority.objects.order_by("pk").values_list("encoded", flat=True)
    return [parsed(bytes(encoded)) for encoded in rows]


@lru_cache(maxsize=4096)
def parsed(encoded: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(encoded)
