"""A province's percentiles come from its communes' bins."""

from datetime import date, timedelta
from random import Random

import pytest

from caseflow.indicators import reading
from caseflow.indicators.durations import MEDIAN, NINE_TENTHS, merged, quantile
from caseflow.indicators.measures import Measure
from caseflow.indicators.models import Fact
from tests.compare_percentiles import WITHIN, error, worst_of
from tests.indicators.factories import a_center, at, counted, issued, told
from tests.procedures.factories import published

YEAR = date(2025, 1, 1), date(2025, 12, 31)


def test_random_splits_and_merges_err_by_no_more_than_the_printed_error():
    assert worst_of(rounds=150) <= WITHIN


@pytest.mark.django_db
def test_the_bins_of_communes_are_those_of_the_province():
    dice, version = Random(5), published()
    centers = [a_center() for _center in range(3)]
    stories = []
    for minutes in dice.sample(range(70, 60_000), 12):
        story = told(receiving_center=dice.choice(centers), procedure_version=version)
        ended = at("2025-09-23 09:00") + timedelta(minutes=minutes)
        stories.append(issued(story, f"{ended:%Y-%m-%d %H:%M}"))
    counted(*stories)
    whole = reading.bins(Measure.AGENCY, None, *YEAR)
    assert merged(reading.bins_by_center(Measure.AGENCY, None, *YEAR).values()) == whole
    assert merged(reading.bins_by_procedure(Measure.AGENCY, centers, *YEAR).values()) == whole
    exact = sorted(Fact.objects.values_list("agency_seconds", flat=True))
    assert all(error(whole, exact, share) <= WITHIN for share in (MEDIAN, NINE_TENTHS))


@pytest.mark.django_db
def test_days_around_whole_months_are_read_from_the_facts():
    center = a_center()
    days = "2025-09-30", "2025-10-15", "2025-11-01"
    same = {"receiving_center": center, "procedure_version": published()}
    counted(*(issued(told("2025-09-23 09:00", **same), f"{day} 10:00") for day in days))
    asked = Measure.AGENCY, [center.pk], date(2025, 9, 30)
    assert sum(reading.bins(*asked, date(2025, 10, 31)).values()) == 2
    assert sum(reading.bins(*asked, date(2025, 11, 1)).values()) == 3
    by_month = reading.bins_by_month(*asked, date(2025, 11, 1))
    assert [(month.month, sum(bins.values())) for month, bins in by_month.items()] == [
        (9, 1),
        (10, 1),
        (11, 1),
    ]
    assert quantile(by_month[date(2025, 10, 1)], MEDIAN) == pytest.approx(22 * 86_400, rel=0.05)
