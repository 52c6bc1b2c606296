"""Proving the record against its seals: each seal by itself, as a link, and against the log.

A chain that was rewritten with fitting hashes, or taken away, no longer gives the head that was
sealed; a seal that was taken away or signed again is not the one that the next seal names.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

import cbor2
from django.db import connection

from caseflow.applications.models import Application, Cursor
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.sealing import following, making, merkle
from caseflow.sealing.models import Seal, SealedHead, SealStamp
from signatures import cose, stamp_tokens, statement_keys

BATCH = 50
#: Of the chains in one seal, those whose sealed event is not in the log as it was.
MISSED = """
SELECT h.number, h.sequence, a.id IS NULL, e.id IS NULL
FROM sealing_sealedhead h
LEFT JOIN applications_application a ON a.number = h.number
LEFT JOIN applications_event e ON e.application_id = a.id AND e.sequence = h.sequence
WHERE h.seal_id = %s AND (e.id IS NULL OR e.hash <> encode(h.head, 'hex'))
ORDER BY h.position
"""
#: Chains that the follower has seen, and whose last event neither is sealed nor waits for it.
UNSEALED = """
SELECT a.number, a.last_sequence FROM applications_application a
JOIN applications_event e ON e.application_id = a.id AND e.sequence = a.last_sequence
WHERE (e.id <= %(floor)s OR (e.transaction_id, e.id) <= (%(transaction_id)s, %(event_id)s))
AND NOT EXISTS (SELECT FROM sealing_sealedhead h
    WHERE h.number = a.number AND h.sequence >= a.last_sequence)
AND NOT EXISTS (SELECT FROM sealing_pending p WHERE p.application_id = a.id)
ORDER BY a.number
"""


class Fault(NamedTuple):
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(slots=True)
class Seals:
    """Goes through seals, yields their faults and counts what it saw."""

    seals: int = 0
    heads: int = 0
    faults: int = 0
    keys: dict[bytes, bytes] = field(default_factory=statement_keys.believed)

    def every(self) -> Iterator[Fault]:
        """All seals, whether one is missing, and whether every chain is in one."""
        last: Seal | None = None
        for seal in in_order():
            yield from self.counted(order_faults(last, seal))
            yield from self.of(seal)
            last = seal
        yield from self.counted(tail_faults(last))
        yield from self.counted(unsealed_faults())

    def one(self, seal: Seal) -> Iterator[Fault]:
        """This seal, and its links to the one before and the one after it."""
        around = Seal.objects.filter(number__range=(seal.number - 1, seal.number + 1))
        before: Seal | None = None
        for link in around.order_by("number"):
            if link.number > 1 and (before or link == seal):
                yield from self.counted(order_faults(before, link))
            before = link
        yield from self.of(seal)

    def of(self, seal: Seal) -> Iterator[Fault]:
        self.seals += 1
        self.heads += seal.chains
        yield from self.counted(faults_of(seal, self.keys))

    def counted(self, faults: Iterator[Fault]) -> Iterator[Fault]:
        for fault in faults:
            self.faults += 1
            yield fault


def in_order() -> Iterator[Seal]:
    last = 0
    while batch := list(Seal.objects.filter(number__gt=last).order_by("number")[:BATCH]):
        yield from batch
        last = batch[-1].number


def called(seal: Seal) -> str:
    return f"seal {seal.number} of {seal.day}"


def order_faults(before: Seal | None, seal: Seal) -> Iterator[Fault]:
    expected = before.number + 1 if before else 1
    if seal.number != expected:
        for number in range(expected, seal.number):
            yield Fault(f"seal {number}", "was removed")
        return
    if before and seal.previous != before.digest:
        yield Fault(called(before), f"is not the one that {called(seal)} names: signed again?")
    if before and seal.day != before.day + timedelta(days=1):
        yield Fault(called(seal), "does not follow the day of the seal before it")


def tail_faults(last: Seal | None) -> Iterator[Fault]:
    """Chains whose seal is not there any more."""
    number = last.number if last else 0
    orphans = SealedHead.objects.filter(seal__gt=number).order_by("seal_id")
    for gone in orphans.values_list("seal_id", flat=True).distinct():
        yield Fault(f"seal {gone}", "was removed")


def faults_of(seal: Seal, keys: dict[bytes, bytes]) -> Iterator[Fault]:
    yield from signature_faults(seal, keys)
    yield from stamp_faults(seal)
    yield from tree_faults(seal)
    for number, sequence, is_gone, is_cut in rows(MISSED, [seal.number]):
        yield Fault(number, missed(sequence, seal, is_gone=is_gone, is_cut=is_cut))


def missed(sequence: int, seal: Seal, *, is_gone: bool, is_cut: bool) -> str:
    if is_gone:
        return f"the whole chain was removed after it was sealed on {seal.day}"
    if is_cut:
        return f"event {sequence} was removed after it was sealed on {seal.day}"
    return f"event {sequence} is not the one that was sealed on {seal.day}"


def signature_faults(seal: Seal, keys: dict[bytes, bytes]) -> Iterator[Fault]:
    envelope = bytes(seal.envelope)
    if hashlib.sha256(envelope).hexdigest() != seal.digest:
        yield Fault(called(seal), "its signed text is not the one it was kept with")
    try:
        said = cbor2.loads(cose.payload_of(envelope, keys))
    except cose.UnknownSigner as unknown:
        yield Fault(called(seal), f"signed by a key nobody vouches for ({unknown})")
    except cose.NotGenuine as wrong:
        yield Fault(called(seal), f"its signature does not hold ({wrong})")
    else:
        yield from saying_faults(seal, said)


def saying_faults(seal: Seal, said: Any) -> Iterator[Fault]:
    for name, value in making.saying_of(seal).items():
        if said.get(name) != value:
            yield Fault(called(seal), f"{name} is not what was signed")


def stamp_faults(seal: Seal) -> Iterator[Fault]:
    """A stamp that is missing may still come; one that is there has to hold."""
    kept = SealStamp.objects.filter(seal=seal).first()
    if kept is None:
        return
    try:
        told = stamp_tokens.read(bytes(kept.token), bytes.fromhex(seal.digest))
    except cose.NotGenuine as wrong:
        yield Fault(called(seal), f"its time stamp does not hold ({wrong})")
        return
    if told.at != kept.stamped_at:
        yield Fault(called(seal), "the time of its stamp is not what was stamped")
    if not statement_keys.is_trusted(told.certificate):
        yield Fault(called(seal), f"stamped by somebody nobody vouches for ({told.authority})")


def tree_faults(seal: Seal) -> Iterator[Fault]:
    chains, nodes = SealedHead.objects.filter(seal=seal).count(), making.nodes_above(seal.number)
    if chains != seal.chains or merkle.root_of(nodes).hex() != seal.root:
        yield Fault(called(seal), "the list of its chains was altered")
    elif b"".join(nodes) != bytes(seal.blocks):
        yield Fault(called(seal), "the nodes of its tree were altered")


def unsealed_faults() -> Iterator[Fault]:
    cursor = Cursor.objects.filter(follower=following.FOLLOWER.name).values().first()
    for number, sequence in rows(UNSEALED, cursor) if cursor else ():
        yield Fault(number, f"event {sequence} stands in no seal: one was removed")


def rows(statement: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def cases_in(seal: Seal) -> ApplicationQuerySet:
    """Whose chains stand in the seal, as far as they are still there."""
    numbers = SealedHead.objects.filter(seal=seal).values("number")
    cases: ApplicationQuerySet = Application.objects.filter(number__in=numbers)
    return cases
