"""Whether a file is one of our own documents, and still what was registered.

A digest does not say which document a changed file once was. Two things do, and no single change
can hit both: the value of its signature, which lies behind what was there to sign, and the digest
of that beginning of the file.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from signatures.models import Signature, Upgrade, Withdrawal
from signatures.verdicts import Registered

#: A revision of a PDF ends like this, with or without the end of the line.
END = re.compile(rb"%%EOF\r?\n?")
REVISIONS_AT_MOST = 64


@dataclass(frozen=True)
class Beginnings:
    """Digests of the file's earlier revisions and their lengths, and of the whole."""

    length: int
    whole: str
    lengths: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: bytes) -> "Beginnings":
        running, done, lengths = hashlib.sha256(), 0, {}
        for end in list(ends(document))[: 3 * REVISIONS_AT_MOST]:
            running.update(memoryview(document)[done:end])
            lengths[running.hexdigest()] = done = end
        running.update(memoryview(document)[done:])
        lengths[running.hexdigest()] = len(document)
        return cls(len(document), running.hexdigest(), lengths)


def ends(document: bytes) -> Iterator[int]:
    for found in END.finditer(document):
        # Whoever wrote the revision may have stopped before the end of the line, or within it.
        yield from range(found.start() + len(b"%%EOF"), found.end() + 1)


@dataclass(frozen=True)
class Match:
    """Rows of the register that have to do with a file."""

    rows: Sequence[Signature]
    beginnings: Beginnings
    values: frozenset[str]

    @property
    def accepted(self) -> list[Signature]:
        """Whose registered document is the file, or begins it."""
        return [row for row in self.rows if self.reach(row)]

    def reach(self, row: Signature) -> int:
        """How much of the file this signature's document is; 0 where it is another."""
        return max(self.beginnings.lengths.get(digest, 0) for digest in digests_of(row))

    @property
    def is_whole(self) -> bool:
        return any(self.reach(row) == self.beginnings.length for row in self.accepted)

    @property
    def is_altered_for_certain(self) -> bool:
        """A signature of ours stands in it whose document is not this one."""
        return not self.is_whole and any(
            row.value_digest in self.values and not self.reach(row) for row in self.rows
        )

    @property
    def goes_on_elsewhere(self) -> bool:
        """It begins with what we signed, and goes on in another way than we did."""
        reached = max(map(self.reach, self.rows), default=0)
        starts = (self.beginnings.lengths.get(row.unsigned_digest, 0) for row in self.rows)
        return any(reached <= start < self.beginnings.length for start in starts if start)


def match(document: bytes, values: Sequence[str]) -> Match:
    """`values` are the digests of the signature values in the file."""
    beginnings = Beginnings.of(document)
    digests = list(beginnings.lengths)
    asked = Q(signed_digest__in=digests) | Q(unsigned_digest__in=digests)
    if values:
        asked |= Q(value_digest__in=values)
    # Apart: joined with the others it would keep the database from using their indexes.
    upgrades = Upgrade.objects.filter(digest__in=digests)
    if upgraded := list(upgrades.values_list("signature", flat=True)):
        asked |= Q(pk__in=upgraded)
    rows = Signature.objects.filter(asked).prefetch_related("upgrades").order_by("signed_at", "pk")
    return Match(list(rows[: 4 * REVISIONS_AT_MOST]), beginnings, frozenset(values))


def digests_of(row: Signature) -> Sequence[str]:
    """Of every file that this signature was handed out in."""
    return (row.signed_digest, *(upgrade.digest for upgrade in row.upgrades.all()))


def told(found: Match, *, genuine: bool) -> Registered | None:
    """None where the register knows nothing of the file. `genuine`: so its signatures say."""
    altered = found.is_altered_for_certain or (found.goes_on_elsewhere and not genuine)
    accepted = found.accepted
    if not altered and not accepted:
        return None
    withdrawal = withdrawal_of([row.reference for row in accepted or found.rows])
    return Registered(
        unchanged=found.is_whole,
        extended=bool(accepted) and not found.is_whole and not altered,
        altered=altered and not found.is_whole,
        signed_at=signed_at(accepted),
        withdrawn_at=withdrawal.withdrawn_at if withdrawal else None,
        is_replaced=bool(withdrawal and withdrawal.replaced_by),
    )


def signed_at(rows: Sequence[Signature]) -> datetime | None:
    return max((row.signed_at for row in rows), default=None)


def withdrawal_of(references: Sequence[str]) -> Withdrawal | None:
    """Of the document itself; a signature before the last bears a reference below its own."""
    parts = [reference.split("/") for reference in references]
    named = {"/".join(names[:count]) for names in parts for count in range(1, len(names) + 1)}
    return Withdrawal.objects.filter(statement__reference__in=named).first()


def withdrawn(digests: Collection[str]) -> set[str]:
    """Which of these files are documents of ours that were withdrawn, as of now."""
    signed = Signature.objects.filter(signed_digest__in=digests)
    references = dict(signed.values_list("signed_digest", "reference"))
    return {digest for digest, reference in references.items() if withdrawal_of([reference])}
