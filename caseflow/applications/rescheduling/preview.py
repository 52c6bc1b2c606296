from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from caseflow.applications.models import Application
from caseflow.applications.rescheduling.moving import Move, Recount
from caseflow.centers.models import Agency, CalendarVersion

BATCH = 5000
EXAMPLES = 10


@dataclass(slots=True)
class Preview:
    """What a version would do to the open files now; nothing is written."""

    looked_at: int = 0
    later: int = 0
    earlier: int = 0
    #: Files moved, by the name of the deciding agency.
    by_agency: Counter[str] = field(default_factory=Counter)
    examples: list[Move] = field(default_factory=list)

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
            self.examples.append(move)


def standing_and_new(move: Move) -> tuple[datetime, datetime]:
    """Of the settlement where it moves, else of the reception."""
    pairs = (
        (move.case.due_at, move.due_at),
        (move.case.reception_due_at, move.reception_due_at),
    )
    return next((stands, new) for stands, new in pairs if stands and new)


def preview(version: CalendarVersion, *, at: datetime) -> Preview:
    """Of a draft or of a version in force; the cost is that of reading the files concerned."""
    found, recount = Preview(), Recount.by(version)
    names = dict(Agency.objects.filter(pk__in=recount.agencies).values_list("pk", "name"))
    for batch in batches(recount):
        found.looked_at += len(batch)
        for move in recount.moves(batch, at=at):
            found.take(move, names)
    return found


def batches(recount: Recount) -> Iterator[list[Application]]:
    rows, last = recount.candidates().order_by("pk"), 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk
