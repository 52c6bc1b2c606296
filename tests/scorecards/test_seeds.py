"""The reference data names figures that exist, and all that was published comes through."""

import csv
from datetime import UTC, datetime

import pytest
from django.conf import settings

from caseflow.indicators.definitions import BY_KEY
from caseflow.indicators.models import PublishedFigure
from caseflow.scorecards.models import ScoringRule, Target
from caseflow.scorecards.targets import SAVINGS
from seeds import published_figures, scorecards
from tests.centers.factories import ProvinceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
FIGURES = settings.BASE_DIR / "seeds/data/published_figures.csv"


def test_every_rule_and_target_names_a_figure_that_is_defined():
    ProvinceFactory(code="25")
    scorecards.load(at=NOW)
    rules = ScoringRule.objects.exclude(key="")
    assert {rule.key for rule in rules} <= BY_KEY.keys()
    assert {target.key for target in Target.objects.all()} <= {*BY_KEY, *SAVINGS}
    officially = {rule.key: rule.indicator for rule in rules}
    assert officially == {key: BY_KEY[key].official for key in officially}


def test_every_published_figure_comes_through():
    published_figures.load(at=NOW)
    with FIGURES.open(encoding="utf-8", newline="") as file:
        rows = {(row["key"], row["place"], row["value"]) for row in csv.DictReader(file)}
    stored = PublishedFigure.objects.values_list("key", "place", "value")
    assert {(key, place, float(value)) for key, place, value in stored} == {
        (key, place, float(value)) for key, place, value in rows
    }
    assert PublishedFigure.objects.count() == 47
