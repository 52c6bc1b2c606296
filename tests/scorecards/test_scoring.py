from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.scorecards.scoring import points, rounded


def scored(rate: str, most: int, threshold: int | None) -> Decimal | None:
    """A rate as the press prints it, as a count of ten thousand."""
    counted = int(Decimal(rate) * 100)
    limit = None if threshold is None else Decimal(threshold)
    return points(counted, 10_000, most=Decimal(most), threshold=limit)


@pytest.mark.parametrize(
    ("rate", "most", "threshold", "expected"),
    [
        ("80.88", 4, 80, "4.00"),
        ("58.45", 4, 80, "2.92"),
        ("58.45", 2, 80, "1.46"),
        ("44.57", 6, None, "2.67"),
        ("81", 6, 90, "5.40"),
        ("80", 4, 80, "4.00"),
        ("100", 12, None, "12.00"),
        ("0", 20, None, "0.00"),
    ],
)
def test_the_numeric_cases_of_the_domain_reference(rate, most, threshold, expected):
    assert scored(rate, most, threshold) == Decimal(expected)


def test_nothing_of_nothing_has_no_points():
    assert points(0, 0, most=Decimal(6), threshold=None) is None


def test_just_below_the_threshold_is_not_all_but_may_round_to_it():
    assert points(7_999, 10_000, most=Decimal(20), threshold=Decimal(80)) == Decimal("20.00")
    assert points(799, 1_000, most=Decimal(20), threshold=Decimal(80)) == Decimal("19.98")


def test_a_half_of_a_hundredth_goes_up():
    assert rounded(Fraction(1, 200)) == Decimal("0.01")


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 30), st.integers(1, 100))
def test_points_never_leave_their_bounds_and_grow_with_the_count(part, whole, most, threshold):
    limits = {"most": Decimal(most), "threshold": Decimal(threshold)}
    found = points(min(part, whole), whole, **limits)
    more = points(min(part + 1, whole), whole, **limits)
    assert 0 <= found <= more <= most
