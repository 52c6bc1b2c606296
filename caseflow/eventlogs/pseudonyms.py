"""Names that mean something in one export and nowhere else."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Protocol

LETTERS = 20


class Names(Protocol):
    def of_case(self, number: str) -> str: ...
    def of_person(self, name: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Follow from a key that is drawn for one export and kept nowhere.

    The same case or person has one name within an export and another in the next, so two exports
    cannot be joined, and without the key no list of numbers or accounts leads back.
    """

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def of_case(self, number: str) -> str:
        return f"c-{self.keyed('case', number)}"

    def of_person(self, name: str) -> str:
        return f"r-{self.keyed('person', name)}"

    def keyed(self, kind: str, name: str) -> str:
        return hmac.new(self.key, f"{kind} {name}".encode(), hashlib.sha256).hexdigest()[:LETTERS]


@dataclass(frozen=True, slots=True)
class RealNumbers(Pseudonyms):
    """Application numbers as they are, for who follows a finding back to its file."""

    def of_case(self, number: str) -> str:
        return number
