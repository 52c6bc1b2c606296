"""What is stated about a document in its QR code, so that it can be checked with no network.

In the manner of the EU health certificate: CBOR in COSE_Sign1 in base45 behind a prefix. Without
its compression, which makes so short a thing longer (docs/decisions/0005).
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import cbor2
from django.db import DatabaseError, transaction

from signatures import base45, cose
from signatures.backends import key_of
from signatures.backends.base import Key
from signatures.models import Signature, Statement, StatementKey, Withdrawal

PREFIX = "CF1:"
#: Who signs statements, lists and seals; an account of its own in the place of keys.
HOLDER = "system"
#: Claims of RFC 8392 (issuer, issued at), and ours in the range left to private use.
ISSUER, ISSUED_AT, OURS = 1, 6, -65537
NUMBER, KIND, DIGEST, AGENCY, FOR, OUTCOME = 1, 2, 3, 4, 5, 6
#: A longer name would make the code too fine for a telephone to read.
LONGEST_NAME = 80


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What the paper says of itself; nothing that does not stand on it in print."""

    number: str
    #: Code of the kind of result; empty where the procedure names none.
    kind: str
    #: SHA-256, in hexadecimal, of the content the document was made from.
    digest: str
    agency_code: str
    agency: str
    holder: str
    outcome: str
    at: datetime

    def as_cbor(self) -> bytes:
        ours: dict[int, Any] = {
            NUMBER: self.number,
            KIND: self.kind,
            DIGEST: bytes.fromhex(self.digest),
            AGENCY: shortened(self.agency),
            FOR: shortened(self.holder),
            OUTCOME: self.outcome,
        }
        moment = int(self.at.astimezone(UTC).timestamp())
        return cbor2.dumps(
            {ISSUER: self.agency_code, ISSUED_AT: moment, OURS: ours}, canonical=True
        )


def shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def state(claims: Claims, *, reference: str, at: datetime) -> Statement:
    """The one statement of this content: the first that was kept, however often it is asked.

    Raises SigningUnavailable or SigningRefused.
    """
    if kept := kept_before(reference, claims.digest):
        return kept
    key, payload = key_of(HOLDER), claims.as_cbor()
    statement = Statement(
        reference=reference,
        identifier=identifier_of(payload),
        key=register(key, at=at),
        text=PREFIX + base45.encode(cose.sign(payload, key)),
        content_digest=claims.digest,
        stated_at=at,
    )
    return keep(statement)


def kept_before(reference: str, digest: str) -> Statement | None:
    return Statement.objects.filter(reference=reference, content_digest=digest).first()


def keep(statement: Statement) -> Statement:
    try:
        with transaction.atomic():
            statement.save(force_insert=True)
    except DatabaseError:
        first = kept_before(statement.reference, statement.content_digest)
        if first is None:
            raise
        return first
    return statement


def identifier_of(payload: bytes) -> str:
    return hashlib.sha256(payload).digest()[:16].hex()


def register(key: Key, *, at: datetime) -> StatementKey:
    """The row of a key that signs, made at its first use."""
    known = {"certificate": key.certificate, "first_used_at": at}
    key_id = cose.key_id_of(key.certificate).hex()
    return StatementKey.objects.get_or_create(key_id=key_id, defaults=known)[0]


def withdraw(reference: str, *, at: datetime, replaced_by: str = "") -> int:
    """Puts the document on the list of withdrawn ones; how often it is named there.

    `replaced_by` is the reference of the document that took its place. The first withdrawal stays.
    A document that was given out without a statement is named by its own digest.
    """
    stated = list(Statement.objects.filter(reference=reference)) or unstated(reference, at=at)
    withdrawals = [
        Withdrawal(statement=statement, withdrawn_at=at, replaced_by=replaced_by)
        for statement in stated
    ]
    Withdrawal.objects.bulk_create(withdrawals, ignore_conflicts=True)
    return len(withdrawals)


def unstated(reference: str, *, at: datetime) -> list[Statement]:
    """What stands for the statement of a document that was signed when the system had no key."""
    signature = Signature.objects.filter(reference=reference).first()
    if signature is None:
        return []
    digest = signature.signed_digest
    named = Statement(
        reference=reference, identifier=digest[:32], content_digest=digest, stated_at=at
    )
    return [keep(named)]
