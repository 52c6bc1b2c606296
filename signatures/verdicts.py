"""What checking a document came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from signatures import words
from signatures.backends.base import DEMONSTRATION
from signatures.states import Finding


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@dataclass(frozen=True, kw_only=True)
class CertificateReport:
    signer: str
    identifier: str
    subject: str
    issuer: str
    serial_number: str
    fingerprint: str
    valid_from: datetime
    valid_to: datetime

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Self:
        named = {name: found[name] for name in NAMES}
        return cls(
            **named,
            valid_from=datetime.fromisoformat(found["valid_from"]),
            valid_to=datetime.fromisoformat(found["valid_to"]),
        )


NAMES = ("signer", "identifier", "subject", "issuer", "serial_number", "fingerprint")
AS_FOUND = (
    "field",
    "value_digest",
    "level",
    "intact",
    "trusted",
    "problem",
    "covers_whole_document",
    "byte_range",
)


@dataclass(frozen=True, kw_only=True)
class TimeStamp:
    at: datetime | None
    authority: str
    intact: bool
    trusted: bool

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Self:
        return cls(**dict(found) | {"at": instant(found["at"])})


@dataclass(frozen=True, kw_only=True)
class Revocation:
    """`state` is good, revoked or unknown."""

    state: str
    revoked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Changes:
    """After a signature; `level` as PDF knows it, `kinds` are values of `words.Change`."""

    level: str
    allowed: bool
    #: How often the file was saved since.
    revisions: int
    kinds: Sequence[str]
    #: Names of the form fields that were filled in.
    fields: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class SignatureReport(CertificateReport):
    field: str
    value_digest: str
    signed_at: datetime | None
    level: str
    intact: bool
    trusted: bool
    covers_whole_document: bool
    #: Offset and length, twice: before and after the room of the signature itself.
    byte_range: Sequence[int]
    timestamp: TimeStamp | None
    #: A value of `words.Problem`; empty where the signer is trusted, or nothing is proved at all.
    problem: str
    #: From the signer upwards; of a trusted one the last is the authority we trust.
    chain: Sequence[CertificateReport]
    revocation: Revocation
    changes: Changes
    #: Values of `CertificateKind`: what the certificate may be. Empty where nobody vouches.
    kinds: Sequence[str] = ()

    @property
    def demonstration(self) -> bool:
        return DEMONSTRATION in self.issuer

    @property
    def explanation(self) -> list[str]:
        """In the language of who reads it now."""
        return words.about(self)

    def distrusted(self, problem: str, revocation: Revocation) -> Self:
        return replace(self, trusted=False, problem=problem, revocation=revocation)

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Self:
        stamp, revocation = found["timestamp"], found["revocation"]
        return cls(
            **{name: found[name] for name in (*NAMES, *AS_FOUND)},
            valid_from=datetime.fromisoformat(found["valid_from"]),
            valid_to=datetime.fromisoformat(found["valid_to"]),
            signed_at=instant(found["signed_at"]),
            timestamp=TimeStamp.of(stamp) if stamp else None,
            chain=[CertificateReport.of(one) for one in found["chain"]],
            revocation=Revocation(
                state=revocation["state"], revoked_at=instant(revocation["revoked_at"])
            ),
            changes=Changes(**found["changes"]),
            kinds=found.get("kinds", ()),
        )


@dataclass(frozen=True, kw_only=True)
class Registered:
    """What our register knows of the document; one of our own signatures stands in it."""

    #: The file is what was registered.
    unchanged: bool
    #: It begins with what was registered, and goes on.
    extended: bool = False
    #: Some file with a signature of ours was registered, and this is not that file.
    altered: bool = False
    signed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    is_replaced: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        instants = {name: instant(kept[name]) for name in ("signed_at", "withdrawn_at")}
        return cls(**dict(kept) | instants)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    finding: Finding
    #: SHA-256 of the file.
    digest: str
    signatures: Sequence[SignatureReport] = ()
    #: Over the whole document, for long keeping.
    timestamps: Sequence[TimeStamp] = field(default_factory=tuple)
    #: A value of `words.Unexamined`; why nothing could be said of the signatures.
    refused: str = ""
    registered: Registered | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """From what `asdict` gave, once it was kept as JSON."""
        registered = kept["registered"]
        return cls(
            finding=Finding(kept["finding"]),
            digest=kept["digest"],
            signatures=[SignatureReport.of(one) for one in kept["signatures"]],
            timestamps=[TimeStamp.of(one) for one in kept["timestamps"]],
            refused=kept["refused"],
            registered=Registered.of(registered) if registered else None,
        )

    @property
    def is_pdf(self) -> bool:
        return self.finding != Finding.NOT_A_PDF

    @property
    def signed(self) -> bool:
        return bool(self.signatures)

    @property
    def message(self) -> str:
        return str(self.finding.label)

    @property
    def explanation(self) -> list[str]:
        return words.explanation(self)
