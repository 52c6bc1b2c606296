from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from caseflow.centers.states import Level
from caseflow.scorecards.lights import board, light
from caseflow.scorecards.models import Assessment
from caseflow.scorecards.states import Finding, Light
from tests.reports.factories import counted
from tests.scorecards.factories import a_commune, a_criterion, a_province, filings, light_rule

pytestmark = pytest.mark.django_db
DAY = date(2025, 9, 30)
MET, MISSED, NONE, UNKNOWN = Finding


def assessed(criterion, unit, finding=MET, day=DAY):
    return Assessment.objects.create(
        criterion=criterion,
        unit=unit,
        day=day,
        finding=finding,
        evidence="Biên bản",
        recorded_at=datetime(2025, 10, 1, tzinfo=UTC),
    )


def row(unit, day=DAY):
    return board([unit], Level.COMMUNE, day=day).rows[0]


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([MET, MET], Light.GREEN),
        ([MET, MET, NONE], Light.GREEN),
        ([MET, MISSED], Light.YELLOW),
        ([MET, UNKNOWN], Light.YELLOW),
        ([MET, MISSED, MISSED], Light.RED),
        ([MISSED, NONE], Light.RED),
        ([UNKNOWN, UNKNOWN], Light.UNKNOWN),
        ([NONE], Light.UNKNOWN),
        ([], Light.UNKNOWN),
    ],
)
def test_a_light_follows_the_share_of_what_applies_and_is_met(findings, expected):
    assert light(findings, light_rule(green=100, yellow=50)) == expected


def test_without_a_rule_nobody_is_green():
    assert light([MET], None) == Light.UNKNOWN


@pytest.mark.parametrize(("least", "expected"), [(75, MET), (76, MISSED)])
def test_a_criterion_with_a_figure_is_decided_by_the_count(least, expected):
    center = a_commune(a_province())
    counted(*filings(center, online=3, counter=1))
    criterion = a_criterion(1, "online_filing_rate", least)
    light_rule()
    assessed(criterion, center.unit, MET if expected == MISSED else MISSED)
    mark = row(center.unit).marks[0]
    assert (mark.finding, mark.figure.rate) == (expected, Decimal("75.00"))


def test_where_nothing_happened_a_counted_criterion_does_not_apply():
    a_criterion(1, "online_filing_rate", 90)
    assert row(a_commune(a_province()).unit).marks[0].finding == NONE


def test_the_latest_assessment_counts_and_an_earlier_day_shows_what_stood_then():
    unit, criterion = a_commune(a_province()).unit, a_criterion(1)
    light_rule()
    assessed(criterion, unit, MISSED, date(2025, 8, 1))
    assessed(criterion, unit, MET, date(2025, 9, 1))
    days = [date(2025, 7, 31), date(2025, 8, 31), DAY]
    assert [row(unit, day).light for day in days] == [Light.UNKNOWN, Light.RED, Light.GREEN]


def test_a_criterion_counts_within_its_days_only():
    unit = a_commune(a_province()).unit
    a_criterion(1, valid_from=date(2025, 8, 1), valid_to=date(2025, 8, 31))
    assert [len(row(unit, day).marks) for day in (date(2025, 7, 31), date(2025, 8, 1), DAY)] == [
        0,
        1,
        0,
    ]


def test_the_database_refuses_to_change_an_assessment():
    assessed(a_criterion(1), a_commune(a_province()).unit)
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        connection.cursor().execute("UPDATE scorecards_assessment SET finding = 'met'")


def test_a_board_asks_as_much_for_many_communes_as_for_one(django_assert_max_num_queries):
    province = a_province()
    units = [a_commune(province).unit for _number in range(6)]
    a_criterion(1, "online_filing_rate", 90)
    a_criterion(2)
    light_rule()
    with django_assert_max_num_queries(8):
        assert len(board(units, Level.COMMUNE, day=DAY).rows) == 6
