"""What a publication says: the counts that may be told, as one canonical text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from caseflow.applications.evidence import canonical, digest
from caseflow.indicators.durations import MEDIAN, NINE_TENTHS, quantile
from caseflow.publishing.counting import Counted, Line
from caseflow.publishing.ladders import (
    COUNTERS,
    LADDERS,
    RATING_COUNTERS,
    RATINGS,
    Counts,
    Ladder,
)
from caseflow.publishing.periods import Period
from caseflow.publishing.withholding import Rungs, highest_rung, rest, sorted_rungs
from caseflow.sealing.models import Seal

#: Raised with every change of what the content's names mean.
SCHEMA = 1
#: The total among the codes of the lines.
TOTAL = ""

#: By the count of a ladder: the rung of the total and of every line that had anything to count.
Kept = dict[str, Rungs]
#: Of each ladder, rungs that must not be exceeded.
Limits = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What is published, from which state of the log, and after what was published before."""

    period: Period
    seal: Seal
    least: int
    limits: Limits
    corrects: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    content: dict[str, Any]
    kept: Kept

    @property
    def text(self) -> str:
        return canonical(self.content).decode()

    @property
    def digest(self) -> str:
        return digest(self.text.encode())

    @property
    def withheld(self) -> dict[str, int]:
        """Of each ladder, how many lines with files are not told at all."""
        return {count: list(rungs.values()).count(0) for count, rungs in self.kept.items()}


def narrowed(limits: Limits, months: Iterable[tuple[Kept, Counts]], least: int) -> Limits:
    """Those of a quarter: its total is told as far as each of its months can bear.

    A month is what was kept when it was published, and its counts of now: less the other two, the
    quarter tells of the third what it has become.
    """
    rungs: Kept = {count: dict(of_ladder) for count, of_ladder in limits.items()}
    for kept, counts in months:
        for ladder in (*LADDERS, *RATINGS):
            published = kept.get(ladder.count, {}).get(TOTAL, 0)
            most = min(published, highest_rung(counts, ladder, least))
            of_ladder = rungs.setdefault(ladder.count, {})
            of_ladder[TOTAL] = min(of_ladder.get(TOTAL, most), most)
    return rungs


def composed(found: Counted, occasion: Occasion) -> Composed:
    lines = {line.named.code: line.counts for line in found.lines}
    rungs: Kept = {}
    remains: dict[str, Any] = {}
    for ladder in RATINGS:
        rungs[ladder.count] = {TOTAL: rung_of_total(found.ratings, ladder, occasion)}
    for ladder in LADDERS:
        highest = rung_of_total(found.total.counts, ladder, occasion)
        limits = occasion.limits.get(ladder.count, {})
        sorted_lines = sorted_rungs(
            lines, ladder, least=occasion.least, highest=highest, limits=limits
        )
        remains[ladder.count] = {
            str(rung): sums
            for rung, sums in rest(lines, sorted_lines, ladder, highest=highest).items()
        }
        rungs[ladder.count] = {TOTAL: highest} | sorted_lines
    return Composed(said(found, occasion, rungs) | {"rest": remains}, rungs)


def rung_of_total(counts: Counts, ladder: Ladder, occasion: Occasion) -> int:
    limit = occasion.limits.get(ladder.count, {}).get(TOTAL, ladder.top)
    return min(highest_rung(counts, ladder, occasion.least), limit)


def said(found: Counted, occasion: Occasion, rungs: Kept) -> dict[str, Any]:
    period = occasion.period
    return {
        "schema": SCHEMA,
        "kind": period.kind,
        "from": period.first,
        "to": period.last,
        "least_count": occasion.least,
        "seal": {
            "number": occasion.seal.number,
            "day": occasion.seal.day,
            "digest": occasion.seal.digest,
        },
        "corrects": occasion.corrects,
        "reason": occasion.reason,
        "total": told(found.total, rungs),
        "ratings": ratings(found.ratings, rungs),
        "lines": [told(line, rungs) for line in found.lines if is_told(line, rungs)],
    }


def ratings(counts: Counts, rungs: Kept) -> dict[str, int | None]:
    """Null is what was withheld."""
    told: dict[str, int] = {}
    for ladder in RATINGS:
        told |= told_of(counts, ladder, rungs[ladder.count][TOTAL])
    return {name: told.get(name) for name in RATING_COUNTERS}


def is_told(line: Line, rungs: Kept) -> bool:
    return any(rungs[ladder.count].get(line.named.code) for ladder in LADDERS)


def told(line: Line, rungs: Kept) -> dict[str, Any]:
    """Null is what was withheld, and of a line what there was nothing of."""
    code = line.named.code
    counts = {
        name: count
        for ladder in LADDERS
        for name, count in told_of(line.counts, ladder, rungs[ladder.count].get(code, 0)).items()
    }
    return {
        "code": code,
        "name": line.named.name,
        "name_en": line.named.name_en,
        **{name: counts.get(name) for name in COUNTERS},
        **durations(line, is_told=bool(counts.get("finished"))),
    }


def told_of(counts: Counts, ladder: Ladder, rung: int) -> dict[str, int]:
    return {name: counts[name] for name in ladder.told(rung)}


def durations(line: Line, *, is_told: bool) -> dict[str, int | None]:
    """Half and nine tenths of the ended files took the agency no longer, in seconds (± 1 %)."""
    shares = {"median_seconds": MEDIAN, "nine_tenths_seconds": NINE_TENTHS}
    found = {name: quantile(line.bins, share) for name, share in shares.items() if is_told}
    return {name: None if found.get(name) is None else round(found[name] or 0) for name in shares}
