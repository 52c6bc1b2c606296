"""A period as whole months and odd days, added or taken away, is always that period."""

from collections import Counter
from datetime import date, timedelta
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from caseflow.indicators.reading.spans import DAY, Spans, spans

FIRST, LAST = date(2023, 12, 1), date(2025, 3, 31)


def days_of(span):
    first, last = span
    return [first + timedelta(days=place) for place in range((last - first).days + 1)]


@given(st.dates(FIRST, LAST), st.dates(FIRST, LAST))
def test_whole_months_and_odd_days_are_the_period(one, other):
    period = min(one, other), max(one, other)
    found = spans(*period)
    counted = Counter(chain.from_iterable(map(days_of, found.months + found.lacking)))
    counted.subtract(chain.from_iterable(map(days_of, found.too_many)))
    assert {day for day, times in counted.items() if times} == set(days_of(period))
    assert set(counted.values()) <= {0, 1}
    for first, last in found.months:
        assert (first.day, (last + DAY).day) == (1, 1)


@given(st.dates(FIRST, LAST), st.dates(FIRST, LAST))
def test_no_period_is_more_odd_days_than_a_month_or_than_itself(one, other):
    first, last = min(one, other), max(one, other)
    found = spans(first, last)
    odd = sum(len(days_of(days)) for days in found.lacking + found.too_many)
    assert odd <= min(31, (last - first).days + 1)


def test_from_the_beginning_until_a_day_is_months_and_the_days_around_their_end():
    assert spans(None, date(2025, 9, 25)) == Spans(
        [(None, date(2025, 9, 30))], [], [(date(2025, 9, 26), date(2025, 9, 30))]
    )
    assert spans(None, date(2025, 9, 5)) == Spans(
        [(None, date(2025, 8, 31))], [(date(2025, 9, 1), date(2025, 9, 5))], []
    )
