"""How much less time or cost than in the baseline, with the interval; exact until it is printed.

A fixed basket: every procedure weighs what it weighed in the baseline, so that asking for other
procedures is no saving. With n files, mean m and variance s² of a procedure before (0) and
after (1):

    ratio     = Σ n₀·m₁ ÷ Σ n₀·m₀
    reduction = 1 − ratio
    interval  = reduction ± 1.96 · ratio · √( Σ n₀²·s₁²/n₁ ÷ (Σ n₀·m₁)²  +  Σ n₀·s₀² ÷ (Σ n₀·m₀)² )

The interval is the usual one of a ratio of two independent means (delta method, 95 %).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction

from caseflow.scorecards.scoring import rounded

NORMAL_95 = Fraction(196, 100)
DIGITS = 50


@dataclass(frozen=True, slots=True)
class Sample:
    """Files, the sum of their values, and the sum of the squares."""

    files: int
    total: int
    squares: int

    @property
    def mean(self) -> Fraction:
        return Fraction(self.total, self.files)

    @property
    def variance(self) -> Fraction:
        """Of a sample: divided by one less than the files."""
        return (self.squares - self.mean * self.total) / (self.files - 1)

    @classmethod
    def of(cls, counts: Mapping[int, int]) -> "Sample":
        """From how often each value occurs."""
        return cls(
            files=sum(counts.values()),
            total=sum(value * count for value, count in counts.items()),
            squares=sum(value * value * count for value, count in counts.items()),
        )


NO_FILES = Sample(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Pair:
    """A procedure before and after."""

    procedure: int
    before: Sample
    after: Sample

    def has_at_least(self, files: int) -> bool:
        return min(self.before.files, self.after.files) >= max(files, 2)


@dataclass(frozen=True, slots=True)
class Reduction:
    """In percent of the baseline; None where no procedure can be compared.

    There is no interval where nothing is spent any more.
    """

    compared: list[Pair]
    #: With too few files in one of the periods.
    too_few: list[Pair] = field(default_factory=list)
    percent: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def files_before(self) -> int:
        return sum(pair.before.files for pair in self.compared)

    @property
    def files_after(self) -> int:
        return sum(pair.after.files for pair in self.compared)


def reduction(pairs: Iterable[Pair], *, least_files: int) -> Reduction:
    found = sorted(pairs, key=lambda pair: pair.procedure)
    compared = [pair for pair in found if pair.has_at_least(least_files)]
    too_few = [pair for pair in found if not pair.has_at_least(least_files)]
    before = sum(pair.before.total for pair in compared)
    after = sum((pair.before.files * pair.after.mean for pair in compared), Fraction(0))
    if not before:
        return Reduction(compared, too_few)
    if not after:
        return Reduction(compared, too_few, rounded(Fraction(100)))
    ratio = after / before
    reach = NORMAL_95 * ratio * root(relative_variance(compared, before, after))
    saved = 1 - ratio
    low, high = (rounded(100 * value) for value in (saved - reach, saved + reach))
    return Reduction(compared, too_few, rounded(100 * saved), low, high)


def relative_variance(compared: Collection[Pair], before: int, after: Fraction) -> Fraction:
    of_before = sum(pair.before.files * pair.before.variance for pair in compared)
    of_after = sum(
        pair.before.files**2 * pair.after.variance / pair.after.files for pair in compared
    )
    return Fraction(of_after) / after**2 + Fraction(of_before) / before**2


def root(value: Fraction) -> Fraction:
    with localcontext(prec=DIGITS):
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())
