"""Two things measured in turn, so that whatever else the machine does falls on both."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from time import perf_counter
from typing import Generic, TypeVar

Slice = TypeVar("Slice")


@dataclass(frozen=True)
class Sandwich(Generic[Slice]):
    """One slice more of the baseline than of ours: each of ours lies between two."""

    baseline: list[Slice]
    ours: list[Slice]

    def ratios(self, gauge: Callable[[Slice], float]) -> list[float]:
        """Each slice of ours over the mean of its two neighbours."""
        bread = [fmean(map(gauge, neighbours)) for neighbours in pairwise(self.baseline)]
        return [gauge(slice) / mean for slice, mean in zip(self.ours, bread, strict=True)]


def sandwich(
    baseline: Callable[[], Slice], ours: Callable[[], Slice], *, pairs: int
) -> Sandwich[Slice]:
    """Both are run once unmeasured before."""
    baseline(), ours()
    found = Sandwich[Slice]([baseline()], [])
    for _pair in range(pairs):
        found.ours.append(ours())
        found.baseline.append(baseline())
    return found


def timed(deed: Callable[[], object], times: int = 1) -> Callable[[], float]:
    """A slice: the seconds that doing it so many times takes."""

    def slice() -> float:
        began = perf_counter()
        for _time in range(times):
            deed()
        return perf_counter() - began

    return slice


def itself(seconds: float) -> float:
    return seconds


def rate(seconds: float) -> float:
    """Of the same work: its ratios say how fast, not how slow."""
    return 1 / seconds
