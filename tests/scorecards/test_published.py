from datetime import date
from decimal import Decimal

import pytest

from caseflow.indicators.models import PublishedFigure
from caseflow.scorecards.published import ranks, topics
from tests.reports.factories import counted
from tests.scorecards.factories import a_commune, a_province, filings

pytestmark = pytest.mark.django_db


def printed(key, value, *, unit=None, place="Phú Thọ", until=date(2025, 9, 30), number=0):
    return PublishedFigure.objects.create(
        key=key,
        place=place,
        unit=unit,
        period_to=until,
        value=value,
        measure="percent",
        source_url=f"https://press.example/{number}",
    )


def a_counted_province():
    province = a_province()
    counted(*filings(a_commune(province), online=3, counter=1))
    return province


def test_our_own_count_stands_beside_a_figure_about_our_place():
    province = a_counted_province()
    printed("online_filing_rate", "89.23", unit=province)
    found = topics(province)[0].printed[0]
    assert (found.rate.numerator, found.rate.denominator) == (3, 4)
    assert (found.is_ours, found.difference) == (True, Decimal("14.23"))


def test_beside_another_province_stands_ours_and_no_difference():
    province = a_counted_province()
    printed("online_filing_rate", "61.46", place="Cao Bằng")
    found = topics(province)[0].printed[0]
    assert (found.rate.rate, found.is_ours, found.difference) == (Decimal("75.00"), False, None)


def test_sources_that_contradict_each_other_name_each_other():
    province = a_counted_province()
    first = printed("online_filing_rate", "89.23", unit=province)
    second = printed("online_filing_rate", "88.01", unit=province, number=1)
    printed("online_filing_rate", "61.46", place="Cao Bằng")
    printed("online_filing_rate", "70.00", unit=province, until=date(2024, 9, 30))
    by_row = {one.figure: one.contradicted_by for one in topics(province)[0].printed}
    assert (by_row[first], by_row[second]) == ([second], [first])
    assert sum(bool(others) for others in by_row.values()) == 2


def test_a_count_that_the_press_prints_stands_beside_ours():
    province = a_counted_province()
    printed("applications_received", "40165", unit=province)
    found = topics(province)[0].printed[0]
    assert (found.rate, found.count) == (None, 4)


def test_what_nobody_counts_here_is_shown_after_what_is():
    province = a_counted_province()
    printed("pages_digitised", "8400000", place="Hưng Yên")
    printed("online_filing_rate", "61.46", place="Cao Bằng")
    found = topics(province)
    assert [topic.is_counted for topic in found] == [True, False]
    assert found[1].definition is None


def test_a_rank_is_shown_with_place_day_and_source():
    printed("online_filing_rank", "9")
    assert [(rank.place, rank.rank, rank.day) for rank in ranks()] == [
        ("Phú Thọ", 9, date(2025, 9, 30))
    ]


def test_more_figures_of_our_place_cost_no_more_questions(django_assert_max_num_queries):
    province = a_counted_province()
    for number in range(12):
        printed("online_filing_rate", 50 + number, unit=province, number=number)
    with django_assert_max_num_queries(3):
        assert len(topics(province)[0].printed) == 12
