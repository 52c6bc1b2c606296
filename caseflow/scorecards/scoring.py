"""Points of Decision 766 from counts: exact fractions, rounded once, half up."""

from decimal import Decimal
from fractions import Fraction

NOTHING = Decimal("0.00")


def rounded(value: Fraction) -> Decimal:
    """To two decimals; a half goes up."""
    part, whole = value.as_integer_ratio()
    return Decimal((200 * part + whole) // (2 * whole)).scaleb(-2)


def points(
    numerator: int, denominator: int, *, most: Decimal, threshold: Decimal | None
) -> Decimal | None:
    """All points from the threshold (in percent) on, evenly below it; None says "not applicable".

    Without a threshold points grow evenly up to 100 percent.
    """
    if not denominator:
        return None
    reached, full = Fraction(100 * numerator, denominator), Fraction(threshold or 100)
    return rounded(min(reached / full, Fraction(1)) * Fraction(most))
