from datetime import date
from decimal import Decimal

import pytest

from caseflow.indicators.definitions import BY_KEY, Figure
from caseflow.scorecards.models import Target
from caseflow.scorecards.targets import Progress, progress_of
from tests.reports.factories import counted
from tests.scorecards.factories import a_commune, a_province, filings

pytestmark = pytest.mark.django_db


def a_target(unit, key="online_filing_rate", value=90, due_on=date(2025, 12, 31)) -> Target:
    return Target(unit=unit, key=key, value=Decimal(value), due_on=due_on, source="tests")


def province_over_two_months():
    """Half online in August, all of it in September."""
    province = a_province()
    center = a_commune(province)
    counted(
        *filings(center, online=1, counter=1, day="2025-08-04"),
        *filings(center, online=2, day="2025-09-04"),
    )
    return province


def test_progress_counts_the_year_so_far_and_says_what_is_missing():
    found = progress_of(a_target(province_over_two_months()), today=date(2025, 9, 30))
    assert (found.first, found.last) == (date(2025, 1, 1), date(2025, 9, 30))
    assert (found.reached, found.missing) == (Decimal("75.00"), Decimal("15.00"))
    assert (found.is_reached, found.days_left) == (False, 92)


def test_the_trend_has_twelve_months_and_leaves_empty_ones_empty():
    found = progress_of(a_target(province_over_two_months()), today=date(2025, 9, 30))
    assert len(found.trend) == 12
    assert [point.rate for point in found.trend][-3:] == [None, Decimal(50), Decimal(100)]
    assert found.change == Decimal(50)
    assert "<svg" in found.chart.svg


def test_a_target_is_reached_from_its_value_on():
    target = a_target(province_over_two_months(), value=75)
    assert progress_of(target, today=date(2025, 9, 30)).is_reached


def test_a_rate_that_only_rounds_to_its_target_has_not_reached_it():
    figure = Figure(BY_KEY["online_filing_rate"], 89_995, 100_000)
    found = Progress(Target(value=Decimal(90)), date(2025, 1, 1), date(2025, 9, 30), figure)
    assert (found.reached, found.missing, found.is_reached) == (90, 0, False)


def test_what_comes_after_the_day_of_the_target_does_not_count():
    target = a_target(province_over_two_months(), due_on=date(2025, 8, 31))
    found = progress_of(target, today=date(2025, 9, 30))
    assert (found.reached, found.days_left) == (Decimal("50.00"), 0)


@pytest.mark.parametrize("key", ["online_filing_rate", "cost_reduction", "nobody_counts_this"])
def test_without_a_count_nothing_is_reached_or_missing(key):
    found = progress_of(a_target(a_province(), key), today=date(2025, 9, 30))
    assert (found.reached, found.missing, found.is_reached) == (None, None, False)
