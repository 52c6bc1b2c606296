from datetime import date
from decimal import Decimal

import pytest

from caseflow.indicators.models import PublishedFigure
from seeds import published_figures
from tests.indicators.factories import at

NOW = at("2026-01-05 08:00")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-09", date(2025, 9, 1), date(2025, 9, 30)),
        ("2025-09-30", None, date(2025, 9, 30)),
        ("2025-09-23/2025-09-30", date(2025, 9, 23), date(2025, 9, 30)),
    ],
)
def test_a_period_is_read_as_the_source_gives_it(text, first, last):
    assert published_figures.period(text) == (first, last)


def test_every_figure_has_its_source_and_a_second_load_adds_nothing():
    assert published_figures.load(at=NOW) == published_figures.load(at=NOW)
    assert PublishedFigure.objects.count() == 47
    assert not PublishedFigure.objects.filter(source_url="").exists()
    assert PublishedFigure.objects.filter(unit__code="25").count() == 31


def test_a_figure_that_was_mended_in_the_file_is_mended_in_the_table():
    published_figures.load(at=NOW)
    week = PublishedFigure.objects.filter(key="online_filing_rate", period_from=date(2025, 9, 23))
    week.update(value=1)
    published_figures.load(at=NOW)
    assert week.get().value == Decimal("93.61")
