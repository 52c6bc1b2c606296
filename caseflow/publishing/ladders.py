"""How a published count is divided, step by step; a line is told up to one of the steps.

A line stands on rung 0 when it is not told at all, on rung 1 with its count, and on each higher
rung with one more division of it. What divides a count always adds up to it, so what is left of a
count is told as soon as one of two parts is: the parts of a step are told together or not at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from caseflow.applications.states import RatedItem

Counts = Mapping[str, int]

#: What is published of a line; the parts that are missing follow by subtraction.
COUNTERS = (
    "filed",
    "filed_online",
    "online_self",
    "online_assisted",
    "online_staff",
    "online_unknown",
    "finished",
    "finished_by_due",
)
#: What the counters leave of the two counts that are divided.
REMAINDERS = {
    "filed_otherwise": ("filed", "filed_online"),
    "finished_otherwise": ("finished", "finished_by_due"),
}


def with_remainders(counts: Counts) -> dict[str, int]:
    left = {name: counts[whole] - counts[part] for name, (whole, part) in REMAINDERS.items()}
    return {name: counts[name] for name in COUNTERS} | left


@dataclass(frozen=True, slots=True)
class Step:
    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Each step divides one of the parts that the step before it made."""

    count: str
    steps: tuple[Step, ...]

    @property
    def top(self) -> int:
        return 1 + len(self.steps)

    def told(self, rung: int) -> tuple[str, ...]:
        """Every count that a line on this rung tells."""
        if rung == 0:
            return ()
        return (self.count, *(part for step in self.steps[: rung - 1] for part in step.parts))

    def open(self, rung: int) -> str:
        """The count that a line on this rung tells, and whose parts it keeps to itself."""
        return self.steps[rung - 1].whole if rung else self.count

    def leaves(self, rung: int, highest: int) -> tuple[str, ...]:
        """The finest parts of `open(rung)` that lines on the highest rung tell."""
        return leaves_of(self, self.open(rung), highest)


@cache
def leaves_of(ladder: Ladder, count: str, highest: int) -> tuple[str, ...]:
    for step in ladder.steps[: highest - 1]:
        if step.whole == count:
            parts = (leaves_of(ladder, part, highest) for part in step.parts)
            return tuple(leaf for found in parts for leaf in found)
    return (count,)


FILING = Ladder(
    "filed",
    (
        Step("filed", ("filed_online", "filed_otherwise")),
        Step(
            "filed_online",
            ("online_self", "online_assisted", "online_staff", "online_unknown"),
        ),
    ),
)
HANDLING = Ladder("finished", (Step("finished", ("finished_by_due", "finished_otherwise")),))
LADDERS = (FILING, HANDLING)
#: Ratings of the whole and of its single items; they are told of the whole province only.
RATED = ("rated", *(f"rated_{item}" for item in RatedItem))
RATING_COUNTERS = tuple(name for count in RATED for name in (count, f"{count}_content"))
RATINGS = tuple(
    Ladder(count, (Step(count, (f"{count}_content", f"{count}_otherwise")),)) for count in RATED
)


def ratings_with_remainders(counts: Counts) -> dict[str, int]:
    left = {f"{count}_otherwise": counts[count] - counts[f"{count}_content"] for count in RATED}
    return {name: counts[name] for name in RATING_COUNTERS} | left
