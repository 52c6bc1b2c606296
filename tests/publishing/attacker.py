"""An outsider with a solver: reads all that was published, and asks how far each count is known.

It knows every line there could be, how counts are divided, that they are never negative, and
nothing of how it was decided what to withhold.
"""

from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from caseflow.publishing.ladders import Counts, Ladder

#: A number that is not divided any further, and of which a published one is a sum.
Cell = Hashable
Cells = Iterable[Cell]
#: Solvers reckon in floating point.
NEARLY = 1e-6


class Knowledge:
    """Sums of cells, as linear equations."""

    def __init__(self) -> None:
        self.place: dict[Cell, int] = {}
        self.rows: list[set[int]] = []
        self.values: list[int] = []

    def row(self, cells: Cells) -> set[int]:
        return {self.place.setdefault(cell, len(self.place)) for cell in cells}

    def learn(self, cells: Cells, value: int) -> None:
        self.rows.append(self.row(cells))
        self.values.append(value)

    def interval(self, cells: Cells) -> tuple[float, float]:
        """The least and the most that the sum of these cells may be."""
        goal = np.zeros(len(self.place))
        goal[list(self.row(cells))] = 1
        low, high = (self.extreme(sign * goal) for sign in (1, -1))
        return low, -high

    def extreme(self, goal: np.ndarray) -> float:
        found = linprog(goal, A_eq=self.matrix, b_eq=self.values, method="highs")
        return -np.inf if found.status == 3 else float(found.fun)

    @cached_property
    def matrix(self) -> csr_array:
        at = [(number, place) for number, row in enumerate(self.rows) for place in row]
        places = np.array(at, dtype=int).reshape(-1, 2).T
        shape = (len(self.rows), len(self.place))
        return csr_array((np.ones(len(at)), (places[0], places[1])), shape)


def parts_of(ladder: Ladder, count: str) -> tuple[str, ...]:
    """The finest ones."""
    found: tuple[str, ...] = (count,)
    for step in ladder.steps:
        found = tuple(p for name in found for p in (step.parts if name == step.whole else (name,)))
    return found


def of_one_table(
    ladder: Ladder, lines: Mapping[str, Counts], rungs: Mapping[str, int], *, highest: int
) -> Knowledge:
    """What the total on its rung, and the lines on theirs, tell together."""
    found = Knowledge()
    found.row(cells_of(ladder, lines, ladder.count))
    for key, counts in lines.items():
        for name in ladder.told(rungs.get(key, 0)):
            found.learn(cells_of(ladder, [key], name), counts[name])
    for name in ladder.told(highest):
        total = sum(counts[name] for counts in lines.values())
        found.learn(cells_of(ladder, lines, name), total)
    return found


def cells_of(ladder: Ladder, lines: Iterable[str], count: str) -> list[Cell]:
    return [(line, part) for line in lines for part in parts_of(ladder, count)]


def counts_of(ladder: Ladder, lines: Iterable[str]) -> dict[tuple[str, str], list[Cell]]:
    """Every count of every line, as the cells it is the sum of."""
    return {
        (line, count): cells_of(ladder, [line], count)
        for line in lines
        for count in ladder.told(ladder.top)
    }


def pinned(
    known: Knowledge, counts: Mapping[tuple[str, str], Cells], *, least: int
) -> dict[tuple[str, str], tuple[float, float]]:
    """Counts that are known more closely than the least count.

    What is surely zero, or surely no small count, hides nobody.
    """
    intervals = {name: known.interval(cells) for name, cells in counts.items()}
    return {
        name: (low, high)
        for name, (low, high) in intervals.items()
        if high > 0.5 and low < least - NEARLY and high - low < least - NEARLY
    }
