"""Points of Decision 766 from counts: exact fractions, rounded once, half up."""

from decimal import Decimal
from fractions import Fraction
from math import floor

NOTHING = Decimal("0.00")


def rounded(value: Fraction) -> Decimal:
    """To two decimals; a half goes up."""
    return Decimal(floor(value * 100 + Fraction(1, 2))).scaleb(-2)


def points(
    numerator: int, denominator: int, *, most: Decimal, threshold: Decimal | None
) -> Decimal | None:
    """All points from the threshold (in percent) on, evenly below it; None says "not applicable".

    Without a threshold points grow evenly up to 100 percent.
    """
    if not denominator:
        return None
    full = Fraction(threshold or 100) / 100
    reached = min(Fraction(numerator, denominator) / full, Fraction(1))
    return rounded(max(reached, Fraction(0)) * Fraction(most))
