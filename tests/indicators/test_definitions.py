from datetime import date
from decimal import Decimal

import pytest

from caseflow.indicators.counters import NAMES
from caseflow.indicators.definitions import BY_KEY, DEFINITIONS, figures, percent
from caseflow.indicators.formulas import PROCEDURES
from caseflow.indicators.models import CenterDay, CenterMonth, Role
from caseflow.indicators.scopes import UnknownUnit, scope_of
from tests.centers.factories import CommuneFactory, ProvinceFactory, ServiceCenterFactory
from tests.indicators.factories import tally

DAY = date(2025, 9, 23)


def day_of(center, day=DAY, **counters):
    where = {"role": Role.RECEIVING, "center": center}
    if not CenterMonth.objects.filter(**where).exists():
        tally(CenterMonth, day=day.replace(day=1), **where)
    return tally(CenterDay, day=day, **where, **counters)


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
        (1_184, 2_153, "54.99"),
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
def test_a_definition_names_totals_and_says_what_it_divides(definition):
    known = {*NAMES, *(f"{PROCEDURES}{name}" for name in NAMES)}
    left = {name for name in definition.counts if name.partition("_among_")[0] not in known}
    assert all(name.startswith(("catalogue", "open_")) for name in left)
    assert str(definition.name)
    assert "÷" in str(definition.definition)
    assert str(definition.source)


def test_keys_and_official_numbers_stand_once():
    assert len(BY_KEY) == len(DEFINITIONS)
    numbers = [definition.official for definition in DEFINITIONS if definition.official]
    assert len(numbers) == len(set(numbers))


@pytest.mark.django_db
def test_a_scope_is_a_province_a_commune_or_a_centre():
    province = ProvinceFactory(code="25")
    here = ServiceCenterFactory(unit=CommuneFactory(code="08740", parent=province))
    day_of(here, filed=3)
    day_of(ServiceCenterFactory(unit=CommuneFactory(code="08743", parent=province)), filed=4)
    day_of(ServiceCenterFactory(unit=province), filed=5)
    day_of(ServiceCenterFactory(), filed=6)
    filed = {code: figures(scope_of(code), DAY, DAY)[0].denominator for code in
             ("25", "08740", here.code)}  # fmt: skip
    assert filed == {"25": 12, "08740": 3, here.code: 3}


@pytest.mark.django_db
def test_both_days_of_a_period_count():
    center = ServiceCenterFactory()
    for day in (22, 23, 24, 25):
        day_of(center, date(2025, 9, day), filed=1)
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
    day_of(center, filed=3)
    assert figures(scope_of(center.unit.code), DAY, DAY)[0].denominator == 3
