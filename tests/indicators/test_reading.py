"""However the rows for an answer are chosen, the answer is the same."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from django.db.models import Sum
from django.utils import timezone

from caseflow.indicators import reading
from caseflow.indicators.behind import Behind
from caseflow.indicators.definitions import BY_KEY, figures
from caseflow.indicators.durations import MEDIAN, NINE_TENTHS, merged, quantile, quantile_bins
from caseflow.indicators.measures import Measure
from caseflow.indicators.models import CenterMonthSpread, Fact, OpenBy
from caseflow.indicators.moments import one_moment
from tests.indicators.factories import (
    a_center,
    apart,
    at,
    counted,
    issued,
    office,
    received,
    tally,
    told,
)
from tests.procedures.factories import published

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
UNTIL = date(2025, 12, 31)
PERIODS = (
    (date(2025, 8, 1), date(2025, 10, 31)),
    (date(2025, 8, 31), date(2025, 9, 30)),
    (date(2025, 9, 4), date(2025, 9, 4)),
    (date(2025, 9, 2), date(2025, 9, 27)),
    (date(2025, 8, 29), date(2025, 9, 27)),
    (None, date(2025, 10, 1)),
    (date(2026, 1, 1), date(2026, 1, 31)),
)


def test_counters_over_many_periods_at_once_are_those_of_each_by_itself():
    days = "2025-08-31", "2025-09-04", "2025-09-30", "2025-10-01"
    counted(*(issued(told(f"{day} 09:00"), f"{day} 10:00") for day in days))
    names = "filed", "finished"
    wanted = {period: (period, names) for period in PERIODS}
    assert reading.totals_over(None, wanted) == {
        period: reading.totals(None, *period, names=names) for period in PERIODS
    }
    assert reading.totals_over(None, {1: (PERIODS[1], ["filed"])}) == {1: {"filed": 3}}


def test_no_counter_over_no_period_is_no_question(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert reading.totals_over(None, {}) == {}


def test_what_is_open_and_overdue_follows_from_sums_as_from_the_facts():
    here = office()
    counted(
        told("2025-09-23 09:00"),
        received(told("2025-09-23 09:00", **here), "2025-09-23 10:00", due_at="2025-10-01 16:00"),
        received(told("2025-09-23 09:00", **here), "2025-09-23 10:00", due_at="2025-10-02 16:00"),
        issued(received(told("2025-09-01 09:00"), "2025-09-01 10:00"), "2025-12-31 10:00"),
    )
    now = Fact.objects.open().order_by()
    for place in (None, [here["receiving_center"].pk]):
        facts = now.filter(receiving_center__in=place) if place else now
        by_center = Counter(facts.values_list("receiving_center", flat=True))
        assert reading.open_by_center(place) == by_center
        for today in (date(2025, 10, 1), date(2025, 10, 2), date(2025, 10, 3)):
            late = facts.filter(due_on__lt=today).count()
            assert sum(reading.overdue_by_center(place, today).values()) == late


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("asked", ["everywhere", "center", "procedure", "both"])
def test_sums_of_months_and_odd_days_are_those_of_the_single_days(asked, period):
    here, days = office(), ("2025-08-31", "2025-09-04", "2025-09-26", "2025-09-30", "2025-10-01")
    case, *_more = counted(*(issued(told(f"{day} 09:00", **here), f"{day} 11:00") for day in days))
    counted(issued(told("2025-09-26 09:00"), "2025-09-27 10:00"))
    place = [case.receiving_center_id] if asked in ("center", "both") else None
    about = {"procedure": case.procedure_id} if asked in ("procedure", "both") else {}
    names = "filed", "finished", "agency_seconds"
    single = reading.totals_by_day(place, *period, names=names, **about)
    totals = reading.totals(place, *period, names=names, **about)
    assert totals == {name: sum(of[name] for of in single.values()) for name in names}
    for read in (reading.totals_by_center, reading.totals_by_procedure):
        found = read(place, *period, names=names, **about)
        assert reading.added(found.values()) == ({} if not any(totals.values()) else totals)
        assert all(any(of.values()) for of in found.values())


@pytest.mark.django_db(transaction=True)
def test_a_deed_counted_meanwhile_is_in_no_question_of_one_moment():
    counted(told())
    another = told()
    with one_moment():
        before = reading.totals(None, None, UNTIL, names=["filed"])
        with ThreadPoolExecutor(1) as threads:
            threads.submit(apart, counted, another).result()
        assert reading.totals(None, None, UNTIL, names=["filed"]) == before == {"filed": 1}
    assert reading.totals(None, None, UNTIL, names=["filed"]) == {"filed": 2}


@pytest.mark.parametrize("period", PERIODS)
def test_bins_of_months_and_days_are_those_of_the_facts(period):
    days = "2025-08-31", "2025-09-04", "2025-09-30", "2025-10-01"
    counted(*(issued(told(f"{day} 09:00"), f"{day} 1{hour}:00") for hour, day in enumerate(days)))
    for measure in (Measure.AGENCY, Measure.RECEPTION, Measure.CITIZEN):
        from_facts = reading.bins_by_officer(measure, None, *period)
        assert reading.bins(measure, None, *period) == merged(from_facts.values())


@pytest.mark.parametrize("by", OpenBy)
def test_open_files_of_a_procedure_are_told_by_facts_as_all_are_by_their_days(by):
    here = office()
    case, *_others = counted(
        received(told(**here), "2025-09-23 10:00", due_at="2025-10-01 16:00"),
        told("2025-09-24 09:00", **here),
        issued(told(**here), "2025-10-01 10:00"),
    )

    def found(**asked):
        rows = reading.open_days(None, by, **asked).values_list("day", "center", "holder")
        return sorted(rows.annotate(files=Sum("count")))

    assert found() == found(procedure=case.procedure_id)
    assert sum(files for *_key, files in found()) == (1 if by in (OpenBy.DUE, OpenBy.LATE) else 2)


def test_what_is_due_later_in_a_running_period_is_not_late_yet():
    today = timezone.localdate()
    filed, taken_in = f"{today - 60 * DAY} 09:00", f"{today - 60 * DAY} 10:00"
    overdue = received(told(filed), taken_in)
    due = (f"{today + days * DAY} 17:00" for days in (0, 3))
    counted(overdue, *(received(told(filed), taken_in, due_at=at) for at in due))
    running = today - 9 * DAY, today + 9 * DAY
    [rate] = figures(None, *running, definitions=[BY_KEY["on_time_rate_766"]])
    assert (rate.numerator, rate.denominator) == (2, 3)
    for name, files in (("open_late_at_end", 1), ("open_in_time_at_end", 2), ("open_at_end", 3)):
        assert Behind([name], None, *running).count() == files


def spread_by_lot(dice: Random, days: tuple[str, ...]) -> None:
    """Over centres and procedures of which some share each other's buckets."""
    centers, versions = [a_center() for _one in range(4)], [published() for _one in range(4)]
    stories = []
    for day in days:
        for _one in range(20):
            center, version = dice.choice(centers), dice.choice(versions)
            story = told(f"{day} 07:00", receiving_center=center, procedure_version=version)
            minutes = int(60 * 8 ** dice.random())
            ended = at(f"{day} 07:00") + timedelta(minutes=minutes)
            stories.append(issued(story, f"{ended:%Y-%m-%d %H:%M}"))
    counted(*stories)


@pytest.mark.parametrize("share", [Fraction(0), MEDIAN, NINE_TENTHS, Fraction(1, 3), Fraction(1)])
@pytest.mark.parametrize("last", [date(2025, 10, 31), date(2025, 10, 29)])
def test_what_is_slow_is_told_without_bins_as_their_quantiles_tell_it(share, last):
    spread_by_lot(Random(7), ("2025-09-24", "2025-10-22", "2025-10-30"))
    asked = Measure.AGENCY, None, date(2025, 9, 1), last
    for read, slowness in (
        (reading.bins_by_center, reading.slowness_of_centers),
        (reading.bins_by_procedure, reading.slowness_of_procedures),
    ):
        quantiles = {
            key: place for key, of in read(*asked).items() for place in quantile_bins(of, [share])
        }
        assert len(quantiles) == 4
        places = sorted(quantiles.values())
        cases = {key: sum(of.values()) for key, of in read(*asked).items()}
        for rung in (0, 1, places[0], places[1] + 1, places[-1], places[-1] + 1):
            for rungs in ([0, rung], [rung], [rung, places[-1] + 40]):
                reached = {
                    key: sum(place >= one for one in rungs) for key, place in quantiles.items()
                }
                for known in (None, cases):
                    found = slowness(*asked, share=share, rungs=rungs, cases=known)
                    assert found == reached


@pytest.mark.parametrize("share", [Fraction(0), MEDIAN, NINE_TENTHS, Fraction(1, 3), Fraction(1)])
def test_quantiles_of_centres_by_month_are_those_of_their_bins(share):
    spread_by_lot(Random(8), ("2025-08-29", "2025-09-24", "2025-10-30"))
    period = date(2025, 9, 5), date(2025, 10, 3)
    centers = list(reading.totals_by_center(None, None, UNTIL))[1:]
    found = reading.quantiles_by_center_and_month(Measure.AGENCY, centers, *period, share=share)
    assert found == {
        center: {
            month: quantile(of, share)
            for month, of in reading.bins_by_month(
                Measure.AGENCY, [center], date(2025, 9, 1), date(2025, 10, 31)
            ).items()
        }
        for center in centers
    }
    assert [len(of) for of in found.values()] == [2, 2, 2]


def test_where_nothing_ended_nothing_is_slow():
    counted(told())
    asked = Measure.AGENCY, None, date(2025, 9, 1), date(2025, 10, 29)
    assert reading.slowness_of_centers(*asked, share=MEDIAN, rungs=[1]) == {}
    september = {"day": date(2025, 9, 1), "measure": Measure.AGENCY, "bucket": 3}
    tally(CenterMonthSpread, **september, center=a_center())
    assert reading.slowness_of_centers(*asked, share=MEDIAN, rungs=[1]) == {}


@pytest.mark.parametrize("names", [("filed", "finished"), ("filed", "due")])
def test_a_period_that_ends_today_is_its_days_whatever_lies_ahead(names):
    today = timezone.localdate()
    filed, due = f"{today - 40 * DAY} 09:00", f"{today + 3 * DAY} 17:00"
    counted(
        issued(told(filed), f"{today - 9 * DAY} 10:00"),
        received(told(filed), f"{today - 40 * DAY} 10:00", due_at=due),
    )
    for days in range(1, 60):
        period = today - days * DAY, today
        single = reading.totals_by_day(None, *period, names=names)
        found = reading.totals(None, *period, names=names)
        assert found == {name: sum(of[name] for of in single.values()) for name in names}
        ended = sum(reading.bins(Measure.AGENCY, None, *period).values())
        assert ended == sum(
            sum(of.values())
            for of in reading.bins_by_center(Measure.AGENCY, None, *period).values()
        )
        assert ended == (days >= 9)
