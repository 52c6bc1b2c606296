from datetime import date
from decimal import Decimal

import pytest

from caseflow.indicators.definitions import DEFINITIONS, figures, percent
from caseflow.indicators.models import Tally
from caseflow.indicators.scopes import UnknownUnit, scope_of
from tests.centers.factories import CommuneFactory, ProvinceFactory, ServiceCenterFactory
from tests.procedures.factories import ProcedureFactory

DAY = date(2025, 9, 23)


def tally(center, day=DAY, **counters):
    values = dict.fromkeys(Tally.COUNTERS, 0) | counters
    return Tally.objects.create(day=day, center=center, procedure=ProcedureFactory(), **values)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (37_599, 40_165, "93.61"),
        (37_597, 40_165, "93.61"),
        (37_600, 40_165, "93.61"),
        (37_596, 40_165, "93.60"),
        (37_601, 40_165, "93.62"),
        (1_250, 1_434, "87.17"),
        (14, 18, "77.78"),
        (969, 2_153, "45.01"),
        (1, 20_000, "0.01"),
        (40, 40, "100.00"),
        (0, 7, "0.00"),
    ],
)
def test_a_rate_has_two_decimals_and_halves_go_up(part, whole, expected):
    assert percent(part, whole) == Decimal(expected)


def test_nothing_of_nothing_is_not_applicable():
    assert percent(0, 0) is None


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.key)
def test_a_definition_counts_columns_of_the_tally(definition):
    assert {*definition.numerator, *definition.denominator} <= {*Tally.COUNTERS}
    assert str(definition.name)
    assert "÷" in str(definition.definition)


@pytest.mark.django_db
def test_each_definition_by_hand():
    counters = {
        "filed": 8, "filed_online": 6, "filed_counter": 2, "online_self": 1, "online_assisted": 2,
        "online_staff": 2, "online_unknown": 1, "finished": 5, "finished_by_due": 3,
        "finished_document": 4, "finished_electronic": 1,
    }  # fmt: skip
    center = tally(ServiceCenterFactory(), **counters).center
    rates = {f.definition.key: f.rate for f in figures(scope_of(center.code), DAY, DAY)}
    assert rates == {
        "online_filing_rate": Decimal("75.00"),
        "self_filed_share": Decimal("16.67"),
        "assisted_share": Decimal("33.33"),
        "staff_typed_share": Decimal("33.33"),
        "unknown_assistance_share": Decimal("16.67"),
        "on_time_rate": Decimal("60.00"),
        "electronic_result_rate": Decimal("25.00"),
    }


@pytest.mark.django_db
def test_a_scope_is_a_province_a_commune_or_a_centre():
    province = ProvinceFactory(code="25")
    here = ServiceCenterFactory(unit=CommuneFactory(code="08740", parent=province))
    tally(here, filed=3)
    tally(ServiceCenterFactory(unit=CommuneFactory(code="08743", parent=province)), filed=4)
    tally(ServiceCenterFactory(unit=province), filed=5)
    tally(ServiceCenterFactory(), filed=6)
    filed = {code: figures(scope_of(code), DAY, DAY)[0].denominator for code in
             ("25", "08740", here.code)}  # fmt: skip
    assert filed == {"25": 12, "08740": 3, here.code: 3}


@pytest.mark.django_db
def test_both_days_of_a_period_count():
    center = ServiceCenterFactory()
    for day in (22, 23, 24, 25):
        tally(center, date(2025, 9, day), filed=1)
    found = figures(scope_of(center.code), date(2025, 9, 23), date(2025, 9, 24))
    assert found[0].denominator == 2


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["99", "00000", "H99", ""])
def test_an_unknown_place_is_refused(code):
    with pytest.raises(UnknownUnit):
        scope_of(code)


@pytest.mark.django_db
def test_a_code_that_was_anothers_before_the_merger_means_the_unit_of_today():
    center = ServiceCenterFactory()
    CommuneFactory(code=center.unit.code, valid_from=None, valid_to=date(2025, 6, 30))
    tally(center, filed=3)
    assert figures(scope_of(center.unit.code), DAY, DAY)[0].denominator == 3
