"""Revocation lists (CRL): checked, kept as they were signed, and carried into the register."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatures.certificates import registering
from signatures.certificates.anchors import anchors
from signatures.certificates.judging import registered
from signatures.certificates.reading import MALFORMED, ImportRefused
from signatures.digests import digest_of
from signatures.models import Authority, Certificate, CertificateDeed, RevocationList
from signatures.states import (
    CertificateKind,
    CertificateState,
    CertificateVerb,
    Knowledge,
    RevocationReason,
)

#: Extensions after which a list speaks of other certificates than it seems to.
PARTIAL = (x509.DeltaCRLIndicator, x509.IssuingDistributionPoint)
HOLD = x509.ReasonFlags.certificate_hold
RELEASED = x509.ReasonFlags.remove_from_crl
FIELD = "file"


@dataclass(frozen=True)
class Examined:
    """A whole list, and the authority whose signature it bears."""

    list: x509.CertificateRevocationList
    authority: x509.Certificate


def keep(content: bytes, *, source: str, at: datetime, actor: str = "") -> RevocationList:
    """The list, which the register now follows; the same list again changes nothing.

    Raises `ImportRefused`. An older list than we have is kept too: what it says was said.
    """
    return enter(examine(content, at=at), source=source, at=at, actor=actor)


def examine(content: bytes, *, at: datetime) -> Examined:
    found = read(content)
    if found.last_update_utc > at:
        raise ImportRefused(FIELD, FROM_THE_FUTURE)
    for authority in (*registered(), *trusted()):
        if authority.subject == found.issuer and is_by(found, authority):
            return Examined(found, authority)
    raise ImportRefused(FIELD, UNKNOWN_ISSUER % {"name": found.issuer.rfc4514_string()})


@transaction.atomic
def enter(examined: Examined, *, source: str, at: datetime, actor: str = "") -> RevocationList:
    found, encoded = examined.list, examined.list.public_bytes(Encoding.DER)
    known = {
        "authority": registering.keep_authority(examined.authority, at=at),
        "number": number_of(found),
        "encoded": encoded,
        "entries": len(found),
        "issued_at": found.last_update_utc,
        "next_at": found.next_update_utc,
        "source": source[:300],
        "imported_at": at,
        "imported_by": actor,
    }
    row, is_new = RevocationList.objects.get_or_create(digest=digest_of(encoded), defaults=known)
    if is_new:
        follow(found, row)
    return row


def read(content: bytes) -> x509.CertificateRevocationList:
    """Only a whole list: one of changes, or of some reasons, would look like a shorter one."""
    if len(content) > bytes_at_most():
        raise ImportRefused(FIELD, TOO_LARGE)
    for load in (x509.load_pem_x509_crl, x509.load_der_x509_crl):
        try:
            found = load(content)
            kinds = [type(extension.value) for extension in found.extensions]
        except MALFORMED:
            continue
        if any(kind in PARTIAL for kind in kinds) and is_partial(found):
            raise ImportRefused(FIELD, PARTIAL_LIST)
        return found
    raise ImportRefused(FIELD, NO_LIST)


def bytes_at_most() -> int:
    megabytes: int = settings.SIGNATURES_REVOCATION_MEGABYTES
    return megabytes * 1024 * 1024


def is_partial(found: x509.CertificateRevocationList) -> bool:
    try:
        point = found.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
    except x509.ExtensionNotFound:
        return True
    of_some = point.only_some_reasons or point.only_contains_attribute_certs
    return bool(of_some or point.indirect_crl or point.only_contains_ca_certs)


def trusted() -> Iterator[x509.Certificate]:
    for kind in CertificateKind:
        yield from anchors(kind)


def is_by(found: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    try:
        return found.is_signature_valid(authority.public_key())  # type: ignore[arg-type]
    except MALFORMED:
        return False


def number_of(found: x509.CertificateRevocationList) -> str:
    try:
        number = found.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except x509.ExtensionNotFound:
        return ""
    return f"{number:x}"


def follow(found: x509.CertificateRevocationList, kept: RevocationList) -> None:
    entries = {f"{entry.serial_number:x}": entry for entry in found}
    ours = certificates_of(kept.authority)
    listed = [(row, entries[row.serial_number]) for row in ours if row.serial_number in entries]
    deeds = [deed for row, entry in listed for deed in deeds_of(row, entry, kept)]
    deeds += restorations(ours, entries, kept)
    CertificateDeed.objects.bulk_create(deeds, ignore_conflicts=True)
    for authority in Authority.objects.filter(issued_by=kept.authority, revoked_at=None):
        if entry := entries.get(authority.serial_number):
            authority.revoked_at = entry.revocation_date_utc
            authority.save(update_fields=["revoked_at"])


def certificates_of(authority: Authority) -> list[Certificate]:
    """Also those registered before their authority was known by more than its name."""
    by_name = Q(authority=None, issuer=authority.subject)
    rows = Certificate.objects.filter(Q(authority=authority) | by_name)
    return list(rows.only("pk", "serial_number").order_by("pk"))


def deeds_of(
    row: Certificate, entry: x509.RevokedCertificate, kept: RevocationList
) -> Iterator[CertificateDeed]:
    flag = reason_of(entry)
    if flag == RELEASED:
        return
    verb = CertificateVerb.SUSPENDED if flag == HOLD else CertificateVerb.REVOKED
    yield told(
        row, verb, kept, at=entry.revocation_date_utc, reason=RevocationReason[flag.name.upper()]
    )


def reason_of(entry: x509.RevokedCertificate) -> x509.ReasonFlags:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return x509.ReasonFlags.unspecified


def restorations(
    ours: Iterable[Certificate],
    entries: dict[str, x509.RevokedCertificate],
    kept: RevocationList,
) -> list[CertificateDeed]:
    """Who was suspended by a list of this authority and is no longer on it."""
    if RevocationList.objects.filter(authority=kept.authority, issued_at__gt=kept.issued_at):
        return []
    gone = {
        row.pk: row
        for row in ours
        if row.serial_number not in entries or reason_of(entries[row.serial_number]) == RELEASED
    }
    suspended = Certificate.objects.standing(CertificateState.SUSPENDED, at=kept.issued_at)
    paused = suspended.filter(pk__in=gone, deeds__knowledge=Knowledge.LIST)
    found = paused.values_list("pk", flat=True).distinct()
    return [told(gone[pk], CertificateVerb.RESTORED, kept, at=kept.issued_at) for pk in found]


def told(
    row: Certificate,
    verb: CertificateVerb,
    kept: RevocationList,
    *,
    at: datetime,
    reason: str = "",
) -> CertificateDeed:
    return CertificateDeed(
        certificate=row,
        verb=verb,
        at=at,
        reason=reason,
        said=f"{kept.source} · {kept.number}",
        knowledge=Knowledge.LIST,
        actor=kept.imported_by,
        recorded_at=kept.imported_at,
    )


TOO_LARGE = _("The list is larger than SIGNATURES_REVOCATION_MEGABYTES allows.")
NO_LIST = _("No revocation list was found in the file. PEM and DER (.crl) work.")
PARTIAL_LIST = _("The list holds changes or a part only; import the authority's whole list.")
FROM_THE_FUTURE = _("The list is dated in the future; check this server's clock.")
UNKNOWN_ISSUER = _(
    "The list is not signed by an authority that is known here (%(name)s); import its certificate "
    "first."
)
