"""Whether a signer's certificate was revoked, by what our register of certificates knows."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509
from django.db.models import Min

from signatures.models import Authority, CertificateDeed, RevocationList
from signatures.states import CertificateVerb
from signatures.verdicts import CertificateReport, Revocation, SignatureReport


def revocation_of(signature: SignatureReport) -> Revocation:
    """What the document carries, unless our register knows of a revocation or has a list."""
    if signature.revocation.state == "revoked" or not signature.chain:
        return signature.revocation
    if at := first(revoked_by_deed(signature), *revoked_above(signature.chain)):
        return Revocation(state="revoked", revoked_at=at)
    return revocation_on_list(signature) or signature.revocation


def first(*instants: datetime | None) -> datetime | None:
    return min(filter(None, instants), default=None)


def revoked_by_deed(signature: SignatureReport) -> datetime | None:
    deeds = CertificateDeed.objects.filter(
        certificate__fingerprint=signature.fingerprint, verb=CertificateVerb.REVOKED
    )
    at: datetime | None = deeds.aggregate(at=Min("at"))["at"]
    return at


def revoked_above(chain: Sequence[CertificateReport]) -> Iterable[datetime | None]:
    above = [one.fingerprint for one in chain[1:]]
    revoked = Authority.objects.filter(fingerprint__in=above, revoked_at__isnull=False)
    return revoked.values_list("revoked_at", flat=True)


def revocation_on_list(signature: SignatureReport) -> Revocation | None:
    """By the newest list of who issued the certificate; lists are checked when imported.

    The newest of its term: later ones need not name what has expired (RFC 5280, 3.3).
    """
    if len(signature.chain) < 2:
        return None
    issuer, expired = signature.chain[1].fingerprint, signature.valid_to
    lists = RevocationList.objects.filter(authority__fingerprint=issuer, issued_at__lte=expired)
    newest = lists.order_by("-issued_at").first()
    if newest is None:
        return None
    entries = x509.load_der_x509_crl(bytes(newest.encoded))
    entry = entries.get_revoked_certificate_by_serial_number(int(signature.serial_number, 16))
    if entry is None:
        return Revocation(state="good")
    return Revocation(state="revoked", revoked_at=entry.revocation_date_utc)
