"""Into the register: at the first use of a key, or out of a file that somebody imports."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction

from signatures.backends.base import CertificateFacts
from signatures.certificates.describing import Asked, described
from signatures.models import Authority, Certificate, CertificateDeed
from signatures.states import CertificateVerb, KeyPlace, Knowledge


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A certificate on its way into the register (DER), with what stands above it, issuer first."""

    facts: CertificateFacts
    encoded: bytes
    chain: Sequence[bytes] = ()
    key_place: KeyPlace = KeyPlace.FILE


def first_use(entry: Entry, *, at: datetime, asked: Asked | None = None) -> Certificate:
    """The row of the certificate that a backend signs with; one query after the first time.

    `asked` is for whom it signs, where the key is theirs alone.
    """
    row = Certificate.objects.filter(fingerprint=entry.facts.fingerprint).first()
    if row is not None and (row.encoded or not entry.encoded):
        return row
    if asked:
        entry = replace(entry, facts=described(entry.facts, entry.encoded, entry.chain, asked))
    return keep(entry, knowledge=Knowledge.BACKEND, at=at)


@transaction.atomic
def keep(entry: Entry, *, knowledge: Knowledge, at: datetime, actor: str = "") -> Certificate:
    """A new row, or an older one that only lacked the certificate itself."""
    known = asdict(entry.facts) | {
        "encoded": entry.encoded,
        "key_place": entry.key_place,
        "authority": keep_chain(entry.chain, at=at),
        "registered_at": at,
    }
    row, is_new = Certificate.objects.get_or_create(
        fingerprint=known.pop("fingerprint"), defaults=known
    )
    if not is_new:
        complete(row, known)
    verb = CertificateVerb.REGISTERED if is_new else CertificateVerb.COMPLETED
    deed = CertificateDeed(
        certificate=row, verb=verb, at=at, knowledge=knowledge, actor=actor, recorded_at=at
    )
    CertificateDeed.objects.bulk_create([deed], ignore_conflicts=True)
    return row


def complete(row: Certificate, known: dict[str, Any]) -> None:
    missing = ["encoded", "authority", "registered_at"]
    for name in missing:
        setattr(row, name, getattr(row, name) or known[name])
    row.save(update_fields=missing)


@transaction.atomic
def keep_many(entries: Iterable[Entry], *, at: datetime) -> int:
    """As `first_use`, for those who are not there yet; the number that was new."""
    there = set(Certificate.objects.values_list("fingerprint", flat=True))
    fresh = [entry for entry in entries if entry.facts.fingerprint not in there]
    above = {chain: keep_chain(chain, at=at) for chain in {tuple(one.chain) for one in fresh}}
    rows = Certificate.objects.bulk_create(
        Certificate(
            **asdict(entry.facts),
            encoded=entry.encoded,
            key_place=entry.key_place,
            authority=above[tuple(entry.chain)],
            registered_at=at,
        )
        for entry in fresh
    )
    CertificateDeed.objects.bulk_create(
        CertificateDeed(
            certificate=row,
            verb=CertificateVerb.REGISTERED,
            at=at,
            knowledge=Knowledge.BACKEND,
            recorded_at=at,
        )
        for row in rows
    )
    return len(rows)


def keep_chain(chain: Sequence[bytes], *, at: datetime) -> Authority | None:
    """The rows of these authorities, each linked to the one above; the lowest of them."""
    above: Authority | None = None
    for encoded in reversed(chain):
        row = keep_authority(x509.load_der_x509_certificate(encoded), at=at)
        if above is not None and row.issued_by_id is None and row != above:
            row.issued_by = above
            row.save(update_fields=["issued_by"])
        above = row
    return above


def keep_authority(certificate: x509.Certificate, *, at: datetime) -> Authority:
    known = {
        "subject": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "serial_number": f"{certificate.serial_number:x}",
        "valid_from": certificate.not_valid_before_utc,
        "valid_to": certificate.not_valid_after_utc,
        "encoded": certificate.public_bytes(Encoding.DER),
        "registered_at": at,
    }
    fingerprint = certificate.fingerprint(SHA256()).hex()
    return Authority.objects.get_or_create(fingerprint=fingerprint, defaults=known)[0]
