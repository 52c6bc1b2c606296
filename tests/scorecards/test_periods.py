from datetime import date

import pytest

from caseflow.indicators.models import CenterMonth, Role
from caseflow.scorecards.periods import counted_years
from tests.centers.factories import ServiceCenterFactory
from tests.indicators.factories import tally


@pytest.mark.django_db
def test_years_are_offered_in_which_files_were_filed_not_those_in_which_they_fall_due():
    where = {"role": Role.RECEIVING, "center": ServiceCenterFactory()}
    counted = {(208, 2): "filed", (2024, 11): "filed", (2025, 12): "filed", (2026, 1): "due"}
    for month, name in {**counted, (9999, 12): "due"}.items():
        tally(CenterMonth, day=date(*month, 1), **where, **{name: 1})
    assert counted_years(today=date(2025, 12, 20)) == [2025, 2024]
