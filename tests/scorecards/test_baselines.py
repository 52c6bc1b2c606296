from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from caseflow.indicators.durations import bin_of, seconds_of
from caseflow.scorecards import baselines
from caseflow.scorecards.baselines import NothingCounted
from caseflow.scorecards.models import Baseline, Target
from caseflow.scorecards.states import Saving
from caseflow.scorecards.targets import progress_of
from seeds.demonstration import scorecards as demonstration
from tests.indicators.factories import issued, told
from tests.procedures.factories import published
from tests.reports.factories import counted
from tests.scorecards.factories import a_commune, a_province, filings

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TODAY = date(2025, 9, 30)


def a_baseline(unit, *, least_files=2) -> Baseline:
    return Baseline(
        unit=unit,
        first=date(2025, 8, 1),
        last=date(2025, 8, 31),
        least_files=least_files,
        dong_per_hour=40_000,
        hours_online=Decimal("0.5"),
        hours_post=Decimal(2),
        hours_counter=Decimal(4),
        source="tests",
    )


def handled(center, version, month: str, *hours: int):
    """Files of one procedure that took so many whole hours, of which the office had all."""
    return [
        issued(
            told(f"2025-{month}-04 08:00", receiving_center=center, procedure_version=version),
            f"2025-{month}-04 {8 + took:02}:00",
        )
        for took in hours
    ]


def two_months():
    """In August files took four and six hours, in September two and three."""
    province = a_province()
    center, version, seldom = a_commune(province), published(), published()
    counted(
        *handled(center, version, "08", 4, 6),
        *handled(center, version, "09", 2, 3),
        *handled(center, seldom, "08", 9),
    )
    return province, version.procedure, seldom.procedure


def frozen(baseline: Baseline, left_out=None) -> Baseline:
    baselines.freeze(baseline, left_out=left_out or {}, by=None, at=NOW)
    return baseline


def in_september(baseline: Baseline):
    return baselines.compared(baseline, date(2025, 9, 1), TODAY)


def seconds(hours: int) -> int:
    """As the bins tell it."""
    return round(seconds_of(bin_of(hours * 3600)))


def test_time_is_compared_procedure_by_procedure_and_too_few_files_are_named():
    province, procedure, seldom = two_months()
    found = in_september(frozen(a_baseline(province)))[Saving.TIME]
    expected = 100 - 100 * (seconds(2) + seconds(3)) / (seconds(4) + seconds(6))
    assert float(found.percent) == pytest.approx(expected, abs=0.006)
    assert [pair.procedure for pair in found.compared] == [procedure.pk]
    assert [pair.procedure for pair in found.too_few] == [seldom.pk]


def test_cost_is_hours_of_the_channel_times_the_value_of_an_hour():
    province = a_province()
    center, version = a_commune(province), {"procedure_version": published()}
    stories = [
        *filings(center, online=1, counter=1, day="2025-08-04", **version),
        *filings(center, online=2, day="2025-09-04", **version),
    ]
    counted(*stories)
    found = in_september(frozen(a_baseline(province)))[Saving.COST]
    assert found.percent == Decimal("77.78")  # 20,000 instead of 90,000 đ


def test_a_procedure_that_was_left_out_is_in_no_comparison():
    province, procedure, _seldom = two_months()
    found = in_september(frozen(a_baseline(province), {procedure: "đổi quy trình"}))
    assert found[Saving.TIME].percent is None


def test_what_was_counted_later_does_not_move_a_frozen_baseline():
    province, procedure, _seldom = two_months()
    baseline = frozen(a_baseline(province))
    before = in_september(baseline)
    center = a_commune(province)
    counted(*handled(center, procedure.versions.get(), "08", 1, 1, 1))
    assert in_september(baseline) == before


def test_nothing_is_frozen_where_nothing_was_counted():
    with pytest.raises(NothingCounted):
        frozen(a_baseline(a_province()))
    assert not Baseline.objects.exists()


@pytest.mark.parametrize("table", ["baseline", "baselineline", "baselineexclusion"])
def test_the_database_refuses_to_change_a_baseline(table):
    province, procedure, _seldom = two_months()
    frozen(a_baseline(province), {procedure: "đổi quy trình"})
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        connection.cursor().execute(f"DELETE FROM scorecards_{table}")


def test_a_target_of_less_time_is_measured_from_the_day_after_the_baseline():
    province, *_rest = two_months()
    target = Target(
        unit=province, key="time_reduction", due_on=date(2025, 12, 31), value=Decimal(30)
    )
    assert progress_of(target, today=TODAY).reached is None
    baseline = frozen(a_baseline(province))
    found = progress_of(target, today=TODAY)
    assert (found.first, found.last, found.baseline) == (date(2025, 9, 1), TODAY, baseline)
    assert found.is_reached
    assert found.reduction.low < found.reached < found.reduction.high


def test_the_demonstration_compares_its_week_with_a_time_that_is_made_up_and_says_so(settings):
    settings.SCORECARDS_BASELINE_LEAST_FILES = 2
    province = a_province()
    counted(*handled(a_commune(province), published(), "11", 4, 6))
    demonstration.freeze_baseline(province, at=NOW)
    for key, saved in (("time_reduction", "33.33"), ("cost_reduction", None)):
        target = Target(unit=province, key=key, due_on=date(2025, 12, 31), value=Decimal(30))
        found = progress_of(target, today=date(2026, 3, 2))
        assert found.baseline.source == demonstration.SOURCE
        assert saved is None or found.reached == Decimal(saved)
    assert found.is_reached
