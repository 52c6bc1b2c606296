"""An examination as people read it, at the desk and on the pages of citizens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from caseflow.verdicts.models import Examination
from signatures.states import Finding
from signatures.verdicts import SignatureReport

SOUND = (Finding.GENUINE,)
BAD = (Finding.ALTERED, Finding.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Told:
    finding: str
    sentence: str
    #: "good", "bad" or "doubtful"; "none" where there was nothing to judge.
    tone: str
    explanation: Sequence[str]
    signatures: Sequence[SignatureReport]
    examined_at: datetime

    @property
    def is_signed(self) -> bool:
        return self.finding != Finding.UNSIGNED


def told(row: Examination) -> Told:
    finding, verdict = Finding(row.finding), row.verdict
    return Told(
        finding=finding,
        sentence=str(finding.label),
        tone=tone(finding),
        explanation=verdict.explanation,
        signatures=verdict.signatures,
        examined_at=row.examined_at,
    )


def tone(finding: Finding) -> str:
    if finding == Finding.UNSIGNED:
        return "none"
    if finding in SOUND:
        return "good"
    return "bad" if finding in BAD else "doubtful"
