"""An outsider with a solver: reads all that was published, and asks how far each count is known.

It knows every line there could be, the divisions of the ladders, that counts are never negative,
and nothing of how it was decided what to withhold.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from caseflow.publishing.ladders import Counts, Ladder

Unknown = tuple[str, str]


class Interval(NamedTuple):
    line: str
    count: str
    low: float
    high: float


class Knowledge:
    """Linear equations over the finest counts of each line."""

    def __init__(self, ladder: Ladder, lines: Mapping[str, Counts]) -> None:
        self.ladder, self.lines = ladder, list(lines)
        self.leaves = ladder.leaves(0, ladder.top)
        self.place = {key: at for at, key in enumerate(product(self.lines, self.leaves))}
        self.rows: list[dict[int, int]] = []
        self.values: list[int] = []
        self.told: set[Unknown] = set()

    def row(self, lines: list[str], count: str) -> dict[int, int]:
        parts = leaves_below(self.ladder, count)
        return {self.place[line, leaf]: 1 for line in lines for leaf in parts}

    def learn(self, lines: list[str], count: str, value: int) -> None:
        self.rows.append(self.row(lines, count))
        self.values.append(value)
        if len(lines) == 1:
            self.told.add((lines[0], count))

    def untold(self) -> Iterator[Unknown]:
        everything = product(self.lines, self.ladder.told(self.ladder.top))
        return (pair for pair in everything if pair not in self.told)

    def interval(self, line: str, count: str) -> Interval:
        width = len(self.place)
        goal = np.zeros(width)
        goal[list(self.row([line], count))] = 1
        low, high = (self.extreme(sign * goal) for sign in (1, -1))
        return Interval(line, count, low, -high)

    def extreme(self, goal: np.ndarray) -> float:
        at = [(number, place) for number, row in enumerate(self.rows) for place in row]
        places = np.array(at, dtype=int).reshape(-1, 2).T
        shape = (len(self.rows), len(self.place))
        known = csr_array((np.ones(len(at)), (places[0], places[1])), shape)
        found = linprog(goal, A_eq=known, b_eq=self.values, method="highs")
        return -np.inf if found.status == 3 else float(found.fun)


def leaves_below(ladder: Ladder, count: str) -> tuple[str, ...]:
    found: tuple[str, ...] = (count,)
    for step in ladder.steps:
        found = tuple(p for name in found for p in (step.parts if name == step.whole else (name,)))
    return found


def knowledge(
    ladder: Ladder, lines: Mapping[str, Counts], rungs: Mapping[str, int], *, highest: int
) -> Knowledge:
    """What the total on its rung, and the lines on theirs, tell together."""
    found = Knowledge(ladder, lines)
    for key, counts in lines.items():
        for name in ladder.told(rungs.get(key, 0)):
            found.learn([key], name, counts[name])
    for name in ladder.told(highest):
        found.learn(list(lines), name, sum(counts[name] for counts in lines.values()))
    return found


def pinned(found: Knowledge, *, least: int) -> list[Interval]:
    """Withheld counts that are known more closely than the least count.

    What is surely zero, or surely no small count, hides nobody.
    """
    intervals = [found.interval(*unknown) for unknown in found.untold()]
    maybe_small = [one for one in intervals if one.high > 0.5 and one.low < least - 1e-6]
    return [one for one in maybe_small if one.high - one.low < least - 1e-6]
