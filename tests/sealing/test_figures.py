import json
from datetime import date

import pytest

from caseflow.sealing.figures import figures_until
from tests.applications.histories import FORM, commune_center
from tests.indicators.factories import count_everything
from tests.procedures.factories import published
from tests.sealing.days import told

pytestmark = pytest.mark.django_db
LAST = date(2025, 12, 31)


@pytest.fixture(autouse=True)
def _three_cases():
    """Filed online and returned in September 2025."""
    told(commune_center(), published(form_schema=FORM), 3)
    count_everything()


def test_a_seal_fixes_the_figures_of_the_year_so_far(settings):
    settings.SEALING_LEAST_COUNT = 3
    figures = json.loads(figures_until(LAST))
    (province,) = figures["places"]
    assert (figures["from"], figures["to"], province["unit"]) == ("2025-01-01", "2025-12-31", "25")
    assert province["figures"][0] == {
        "key": "online_filing_rate",
        "numerator": 3,
        "denominator": 3,
        "rate": "100.00",
    }


def test_what_rests_on_few_files_is_not_told(settings):
    settings.SEALING_LEAST_COUNT = 4
    assert json.loads(figures_until(LAST))["places"] == []
