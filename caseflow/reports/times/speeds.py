from dataclasses import dataclass
from typing import Self

from caseflow.indicators.durations import MEDIAN, NINE_TENTHS, Bins, quantiles


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds within which half, and nine tenths, of the cases were through; None: no case."""

    median: float | None
    nine_tenths: float | None

    @classmethod
    def of(cls, bins: Bins) -> Self:
        return cls(*quantiles(bins, (MEDIAN, NINE_TENTHS)))
