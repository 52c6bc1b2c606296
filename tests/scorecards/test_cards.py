from decimal import Decimal

import pytest

from caseflow.indicators.scopes import scope_of
from caseflow.scorecards.cards import Rulebook, card
from caseflow.scorecards.communes import ranked, ranks
from caseflow.scorecards.places import communes_of
from tests.reports.factories import counted
from tests.scorecards.factories import (
    FIRST,
    LAST,
    YEAR,
    a_commune,
    a_province,
    a_rule,
    bands,
    filings,
)

pytestmark = pytest.mark.django_db


def province_with_a_card():
    """Three of four files came online: full points would come from 90 percent on."""
    province = a_province()
    counted(*filings(a_commune(province), online=3, counter=1))
    a_rule("3.3", "online_filing_rate", threshold=Decimal(90))
    a_rule("5.2", "", group="satisfaction", most=Decimal(6))
    a_rule("2.1", "on_time_rate", group="progress", most=Decimal(4))
    bands()
    return card(scope_of(province.code), FIRST, LAST)


def test_points_are_reached_lost_or_open_and_nothing_else():
    sums = province_with_a_card().sums
    assert (sums.reached, sums.lost, sums.open) == (
        Decimal("8.33"),
        Decimal("1.67"),
        Decimal("10.00"),
    )
    assert sums.reached + sums.lost + sums.open == sums.most


def test_the_band_is_told_without_and_with_the_open_points():
    found = province_with_a_card()
    assert (found.at_least.name_en, found.at_most.name_en) == ("Fair", "Excellent")


def test_what_is_not_counted_and_what_never_happened_have_no_points():
    by_indicator = {line.rule.indicator: line for line in province_with_a_card().lines}
    assert by_indicator["5.2"].figure is None
    assert by_indicator["2.1"].figure.rate is None
    assert by_indicator["2.1"].reached is by_indicator["5.2"].reached is None


def test_groups_stand_in_the_order_of_the_decision_with_their_sums():
    blocks = province_with_a_card().blocks
    assert [block.group for block in blocks] == ["progress", "services", "satisfaction"]
    assert [block.sums.reached for block in blocks] == [0, Decimal("8.33"), 0]


def test_an_indicator_that_gives_no_points_is_shown_and_moves_no_sum():
    a_rule("3.1", "online_filing_rate", most=Decimal(0), threshold=Decimal(80))
    found = card(scope_of(a_province().code), FIRST, LAST)
    assert not found.lines[0].is_scored
    assert found.sums.most == 0


@pytest.mark.parametrize(("asked", "scored_by"), [(2024, 2025), (2025, 2025), (2027, 2026)])
def test_a_year_without_rules_is_scored_by_the_nearest_one(asked, scored_by):
    a_rule("3.3", "online_filing_rate")
    a_rule("3.3", "online_filing_rate", year=2026)
    assert Rulebook.of_year(asked).year == scored_by


def test_communes_are_ranked_by_their_points_and_by_a_rate():
    province = a_province()
    good, bad = a_commune(province, "Phường A"), a_commune(province, "Phường B")
    a_commune(province, "Phường C")
    counted(*filings(good, online=4), *filings(bad, online=1, counter=1))
    a_rule("3.3", "online_filing_rate")
    communes = communes_of(province, day=LAST)
    for key in ("", "online_filing_rate"):
        found = ranked(communes, FIRST, LAST, key=key)
        assert [(line.rank, line.unit.name) for line in found] == [
            (1, "Phường A"),
            (2, "Phường B"),
            (0, "Phường C"),
        ]


def test_equals_share_a_rank_and_the_next_is_left_free():
    assert ranks([3, None, 5, 3, 1]) == [2, 0, 1, 2, 4]


def test_a_province_costs_as_many_questions_as_its_communes_have_rules(
    django_assert_max_num_queries,
):
    province = a_province()
    counted(*(story for _n in range(5) for story in filings(a_commune(province), online=1)))
    a_rule("3.3", "online_filing_rate", year=YEAR)
    with django_assert_max_num_queries(10):
        assert len(ranked(communes_of(province, day=LAST), FIRST, LAST)) == 5
