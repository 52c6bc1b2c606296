"""What makes a signed document checkable when everybody who could be asked is gone (PAdES-B-LT)."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.db.models import Q

from signatures.backends.reserved import Evidence
from signatures.backends.reserving import with_evidence
from signatures.certificates.chains import MissingLink, chain_above
from signatures.certificates.judging import parsed, registered
from signatures.certificates.lists import trusted
from signatures.models import RevocationList

ENVELOPE = re.compile(rb"/Contents\s*<([0-9A-Fa-f]{64,})>")


class EvidenceMissing(Exception):
    """A certificate or a revocation list is not there yet; the words say which."""


def made_lasting(document: bytes, *, at: datetime) -> bytes:
    """With the chains of all who signed or stamped it and what their authorities revoked.

    `at` is an instant at which the lists must still be in force. Raises EvidenceMissing.
    """
    return with_evidence(document, evidence(certificates_in(document), at=at))


def evidence(certificates: Iterable[x509.Certificate], *, at: datetime) -> Evidence:
    carried = set(certificates)
    authorities: set[x509.Certificate] = set()
    known, anchors = [*carried, *registered()], list(trusted())
    for one in carried:
        try:
            authorities.update(chain_above(one, known=known, anchors=anchors))
        except MissingLink as gap:
            raise EvidenceMissing(f"the certificate of {gap.name}") from gap
    return Evidence(
        certificates=sorted(one.public_bytes(Encoding.DER) for one in carried | authorities),
        revocation_lists=[bytes(row.encoded) for row in lists_of(authorities, at=at)],
    )


def lists_of(authorities: Iterable[x509.Certificate], *, at: datetime) -> list[RevocationList]:
    names = {one.fingerprint(SHA256()).hex(): one.subject for one in authorities}
    in_force = RevocationList.objects.filter(Q(next_at=None) | Q(next_at__gte=at))
    rows = list(
        in_force.filter(authority__fingerprint__in=names)
        .select_related("authority")
        .order_by("authority", "-issued_at", "-pk")
        .distinct("authority")
    )
    if missing := names.keys() - {row.authority.fingerprint for row in rows}:
        name = names[missing.pop()].rfc4514_string()
        raise EvidenceMissing(f"a revocation list of {name}")
    return rows


def certificates_in(document: bytes) -> set[x509.Certificate]:
    found: set[x509.Certificate] = set()
    for digits in ENVELOPE.findall(document):
        envelope = cms.ContentInfo.load(bytes.fromhex(digits.decode()))
        found.update(parsed(one) for one in carried_in(envelope["content"]))
    return found


def carried_in(signed: cms.SignedData) -> Iterator[bytes]:
    """Of the signer, and of who stamped the time inside the signature."""
    yield from (one.chosen.dump() for one in signed["certificates"])
    for signer in signed["signer_infos"]:
        for attribute in signer["unsigned_attrs"]:
            if attribute["type"].native == "signature_time_stamp_token":
                yield from carried_in(attribute["values"][0]["content"])
