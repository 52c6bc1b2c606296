from dataclasses import dataclass

from procedures.states import DoubtKind


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What was left unread, and the words it stands in."""

    subject: str
    kind: DoubtKind
    raw: str
