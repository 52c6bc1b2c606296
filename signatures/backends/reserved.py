from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

#: Left, bottom, right, top in points; of nothing that can be seen.
NOWHERE = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a signature says of itself, in the document and to every reader of it."""

    name: str
    reason: str
    location: str
    at: datetime


@dataclass(frozen=True)
class Evidence:
    """What a checker needs who can ask nobody any more; each in DER."""

    certificates: Sequence[bytes]
    revocation_lists: Sequence[bytes]


@dataclass(frozen=True)
class Reserved:
    """A whole document but for the value between `start` and `end`, which no digest covers."""

    document: bytes
    start: int
    end: int

    @property
    def digest(self) -> bytes:
        whole = memoryview(self.document)
        covered = sha256(whole[: self.start])
        covered.update(whole[self.end :])
        return covered.digest()

    @property
    def room(self) -> int:
        """In bytes; each takes two digits, and the brackets are no part of it."""
        return (self.end - self.start - 2) // 2

    def filled(self, envelope: bytes) -> bytes:
        """`envelope` is at most as long as the room; zeros fill the rest."""
        digits = envelope.ljust(self.room, b"\0").hex().encode()
        whole = memoryview(self.document)
        return b"".join((whole[: self.start], b"<", digits, b">", whole[self.end :]))
