"""However the rows for an answer are chosen, the answer is the same."""

from datetime import date

import pytest

from caseflow.indicators import reading
from tests.indicators.factories import counted, issued, told

pytestmark = pytest.mark.django_db
PERIODS = (
    (date(2025, 8, 1), date(2025, 10, 31)),
    (date(2025, 8, 31), date(2025, 9, 30)),
    (date(2025, 9, 4), date(2025, 9, 4)),
    (None, date(2025, 10, 1)),
    (date(2026, 1, 1), date(2026, 1, 31)),
)


def test_counters_over_many_periods_at_once_are_those_of_each_by_itself():
    days = "2025-08-31", "2025-09-04", "2025-09-30", "2025-10-01"
    counted(*(issued(told(f"{day} 09:00"), f"{day} 10:00") for day in days))
    names = "filed", "finished"
    wanted = {period: (period, names) for period in PERIODS}
    assert reading.totals_over(None, wanted) == {
        period: reading.totals(None, *period, names=names) for period in PERIODS
    }
    assert reading.totals_over(None, {1: (PERIODS[1], ["filed"])}) == {1: {"filed": 3}}


def test_no_counter_over_no_period_is_no_question(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert reading.totals_over(None, {}) == {}
