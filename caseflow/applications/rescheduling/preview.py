from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import NamedTuple

from caseflow.applications.models import Application
from caseflow.applications.rescheduling.moving import Move, Recount
from caseflow.centers.models import Agency, CalendarVersion

BATCH = 5000
EXAMPLES = 10


class Example(NamedTuple):
    number: str
    stands: datetime
    new: datetime


@dataclass(slots=True)
class Preview:
    """What a version would do to the open files now; nothing is written."""

    looked_at: int = 0
    later: int = 0
    earlier: int = 0
    #: Files moved, by the name of the deciding agency.
    by_agency: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)
    #: Files up to this key were looked at.
    last_key: int = 0
    is_complete: bool = False

    @property
    def moved(self) -> int:
        return self.later + self.earlier

    def take(self, move: Move, names: dict[int, str]) -> None:
        stands, new = standing_and_new(move)
        if new > stands:
            self.later += 1
        else:
            self.earlier += 1
        self.by_agency[names.get(move.case.deciding_agency_id, "")] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(Example(move.case.number, stands, new))


def standing_and_new(move: Move) -> tuple[datetime, datetime]:
    """Of the settlement where it moves, else of the reception."""
    pairs = (
        (move.case.due_at, move.due_at),
        (move.case.reception_due_at, move.reception_due_at),
    )
    return next((stands, new) for stands, new in pairs if stands and new)


def preview(
    version: CalendarVersion,
    *,
    at: datetime,
    seconds: float | None = None,
    found: Preview | None = None,
) -> Preview:
    """Of a draft or of a version in force; the cost is that of reading the files concerned.

    Stops after so many seconds, and goes on from what it found before.
    """
    found, recount = found or Preview(), Recount.by(version)
    names = dict(Agency.objects.filter(pk__in=recount.agencies).values_list("pk", "name"))
    until = monotonic() + seconds if seconds is not None else None
    for batch in batches(recount, after=found.last_key):
        found.looked_at, found.last_key = found.looked_at + len(batch), batch[-1].pk
        for move in recount.moves(batch, at=at):
            found.take(move, names)
        if until is not None and monotonic() > until:
            return found
    found.is_complete = True
    return found


def batches(recount: Recount, *, after: int) -> Iterator[list[Application]]:
    rows, last = recount.candidates().order_by("pk"), after
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk
