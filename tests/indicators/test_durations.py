import random
from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from caseflow.indicators.durations import (
    BOUNDS,
    LONGEST,
    MEDIAN,
    NINE_TENTHS,
    RELATIVE_ERROR,
    bin_of,
    merged,
    quantile,
    seconds_of,
)

#: With what a floating-point number loses at the very end of a bin.
WITHIN = RELATIVE_ERROR + Fraction(1, 10**9)
durations = st.integers(min_value=0, max_value=LONGEST)
samples = st.lists(durations, min_size=1, max_size=200)
shares = st.fractions(min_value=0, max_value=1)


def binned(sample: list[int]) -> Counter[int]:
    return Counter(map(bin_of, sample))


def exact(sample: list[int], share) -> int:
    rank = max(-(-share.numerator * len(sample) // share.denominator), 1)
    return sorted(sample)[rank - 1]


@given(durations)
def test_a_bin_tells_a_duration_within_one_percent(seconds):
    assert abs(seconds_of(bin_of(seconds)) - seconds) <= WITHIN * seconds


@given(samples, shares)
def test_a_quantile_errs_by_one_percent_at_most(sample, share):
    true = exact(sample, share)
    assert abs(quantile(binned(sample), share) - true) <= WITHIN * true


@given(samples, samples, samples, shares)
def test_parts_merged_in_any_order_give_the_quantile_of_the_whole(a, b, c, share):
    left = merged([merged([binned(a), binned(b)]), binned(c)])
    right = merged([binned(c), merged([binned(b), binned(a)])])
    assert left == right == binned(a + b + c)
    assert quantile(left, share) == quantile(binned(a + b + c), share)


def test_each_bin_begins_after_the_one_before():
    assert all(a < b for a, b in zip(BOUNDS, BOUNDS[1:], strict=False))
    assert [bin_of(bound) for bound in BOUNDS] == list(range(len(BOUNDS)))


def test_an_end_before_the_beginning_took_no_time():
    assert seconds_of(bin_of(-5)) == 0


def test_no_case_has_no_quantile():
    assert quantile({}, MEDIAN) is None


def test_ninety_of_a_hundred_days_are_found_among_many():
    days = [day * 86_400 for day in range(1, 101)]
    random.Random(3).shuffle(days)
    assert abs(quantile(binned(days), NINE_TENTHS) / 86_400 - 90) <= 0.9
