from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.centers.working_time import VIETNAM, DayRule, Effect, Period, WorkingTime
from tests.centers.calendar_2025_2026 import MAKE_UP, OFF, naive_open_minutes

OFFICE_DAY = (Period(time(7), time(11, 30)), Period(time(13, 30), time(17)))
OFFICE_WEEK = {weekday: OFFICE_DAY for weekday in range(5)}


def working_time(hours=OFFICE_WEEK):
    off = {day: DayRule(False, "nghỉ lễ", "holiday", "No. 1") for day in OFF}
    made_up = {day: DayRule(True, "làm bù", "make-up day", "No. 2") for day in MAKE_UP}
    return WorkingTime(
        version=1,
        hours=hours,
        days=off | made_up,
        covers_from=date(2025, 1, 1),
        covers_to=date(2026, 12, 31),
        source="No. 3",
    )


WORKING_TIME = working_time()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("accepted", "days", "due"),
    [
        ("2025-12-31 10:00", 3, "2026-01-07 10:00"),
        ("2026-01-08 09:00", 2, "2026-01-10 09:00"),
        ("2026-02-13 16:00", 1, "2026-02-23 16:00"),
        ("2026-08-21 09:00", 1, "2026-08-22 09:00"),
        ("2026-03-13 10:56", 20, "2026-04-10 10:56"),
    ],
)
def test_working_days_end_where_the_official_calendar_says(accepted, days, due):
    assert WORKING_TIME.after_days(at(accepted), days).due_at == at(due)


def test_eight_working_hours_pass_over_the_day_in_lieu_of_the_hung_kings():
    assert WORKING_TIME.after_minutes(at("2026-04-24 15:00"), 480).due_at == at("2026-04-28 15:00")


@pytest.mark.parametrize(
    ("received", "due"),
    [("06:15", "07:00"), ("12:15", "13:30"), ("11:30", "11:30"), ("17:45", "17:00")],
)
def test_an_hour_at_which_the_office_is_closed_moves_into_working_hours(received, due):
    term = WORKING_TIME.after_days(at(f"2026-03-02 {received}"), 1)
    assert term.due_at == at(f"2026-03-03 {due}")


def test_calendar_days_ending_on_a_rest_day_end_on_the_next_working_day():
    assert WORKING_TIME.after_calendar_days(at("2026-02-12 09:00"), 5).due_at == at(
        "2026-02-23 09:00"
    )


def test_months_end_on_the_last_day_of_a_shorter_month():
    assert WORKING_TIME.after_months(at("2025-10-31 09:00"), 1).due_at == at("2025-12-01 09:00")
    assert WORKING_TIME.after_months(at("2025-01-31 09:00"), 1).due_at == at("2025-02-28 09:00")


@pytest.mark.parametrize(
    ("accepted", "due"),
    [
        ("2026-03-02 14:59", "2026-03-02 17:00"),
        ("2026-03-02 15:00", "2026-03-03 17:00"),
        ("2026-03-06 15:00", "2026-03-09 17:00"),
        ("2026-03-07 09:00", "2026-03-09 17:00"),
    ],
)
def test_the_same_day_is_promised_until_the_cutoff(accepted, due):
    assert WORKING_TIME.same_day(at(accepted), time(15)).due_at == at(due)


def test_a_saturday_morning_counts_as_a_day_and_closes_at_its_own_hour():
    saturdays = working_time(OFFICE_WEEK | {5: OFFICE_DAY[:1]})
    assert saturdays.after_days(at("2026-03-06 16:00"), 1).due_at == at("2026-03-07 11:30")
    assert saturdays.same_day(at("2026-03-07 12:00"), time(15)).due_at == at("2026-03-09 17:00")


def test_a_make_up_day_is_worked_like_an_ordinary_day():
    assert WORKING_TIME.minutes_between(at("2026-01-10 00:00"), at("2026-01-11 00:00")) == 480


def test_the_next_working_moment_is_now_or_the_next_opening():
    assert WORKING_TIME.next_working_moment(at("2026-03-02 09:10")) == at("2026-03-02 09:10")
    assert WORKING_TIME.next_working_moment(at("2026-03-02 11:30")) == at("2026-03-02 13:30")
    assert WORKING_TIME.next_working_moment(at("2026-02-13 17:00")) == at("2026-02-23 07:00")


def test_steps_say_what_each_day_did_in_both_languages_with_the_source():
    steps = WORKING_TIME.after_days(at("2026-01-08 09:00"), 2).steps
    assert [(step.date.day, step.effect) for step in steps] == [
        (8, Effect.SKIPPED),
        (9, Effect.COUNTED),
        (10, Effect.MADE_UP),
    ]
    assert (steps[2].reason, steps[2].reason_en, steps[2].source) == (
        "làm bù",
        "make-up day",
        "No. 2",
    )


def test_steps_of_calendar_days_show_why_the_end_moved():
    steps = WORKING_TIME.after_calendar_days(at("2026-04-27 09:00"), 3).steps
    assert [step.date.isoformat() for step in steps] == [
        "2026-04-27",
        "2026-04-30",
        "2026-05-01",
        "2026-05-02",
        "2026-05-03",
        "2026-05-04",
    ]
    assert steps[1].reason_en == "holiday"


def test_steps_of_the_same_day_name_the_hour_that_was_missed():
    early = WORKING_TIME.same_day(at("2026-03-02 09:00"), time(15)).steps
    assert [step.effect for step in early] == [Effect.COUNTED]
    late = WORKING_TIME.same_day(at("2026-03-02 16:00"), time(15)).steps
    assert "hour" in late[0].reason_en
    assert [step.effect for step in late] == [Effect.SKIPPED, Effect.COUNTED]


def test_a_term_beyond_the_decided_years_is_answered_as_provisional():
    term = WORKING_TIME.after_days(at("2026-12-31 09:00"), 2)
    assert term.due_at == at("2027-01-04 09:00")
    assert term.is_provisional
    assert "provisional" in term.steps[-1].reason_en
    assert not WORKING_TIME.after_days(at("2026-03-02 09:00"), 2).is_provisional


def test_a_moment_in_another_zone_is_counted_on_its_vietnamese_day():
    utc = datetime.fromisoformat("2026-03-02T20:00:00+00:00")
    assert WORKING_TIME.after_days(utc, 1).due_at == at("2026-03-04 07:00")


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        WORKING_TIME.after_days(at("2026-03-02 09:00").replace(tzinfo=None), 1)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_time_limit_below_one_is_refused(amount):
    with pytest.raises(ValueError, match="at least one"):
        WORKING_TIME.after_days(at("2026-03-02 09:00"), amount)


def test_a_calendar_that_never_opens_is_refused():
    with pytest.raises(ValueError, match="working hours"):
        working_time({6: ()})


def test_periods_that_overlap_are_refused():
    with pytest.raises(ValueError, match="follow"):
        working_time({0: (Period(time(7), time(12)), Period(time(11), time(17)))})


OPEN = naive_open_minutes()
FIRST_MINUTE = at("2025-01-01 00:00")
moments = st.integers(0, 660 * 1440).map(lambda minute: FIRST_MINUTE + timedelta(minutes=minute))


def minute_of(moment):
    return int((moment - FIRST_MINUTE).total_seconds()) // 60


@settings(max_examples=300)
@given(moments, st.integers(1, 2400))
def test_minutes_agree_with_counting_every_minute(start, minutes):
    due = minute_of(WORKING_TIME.after_minutes(start, minutes).due_at)
    assert sum(OPEN[minute_of(start) : due]) == minutes
    assert OPEN[due - 1]


@settings(max_examples=300)
@given(moments, moments)
def test_minutes_between_agree_with_counting_every_minute(a, b):
    first, last = sorted((a, b))
    counted = sum(OPEN[minute_of(first) : minute_of(last)])
    assert WORKING_TIME.minutes_between(first, last) == counted
    assert WORKING_TIME.minutes_between(last, first) == -counted


@settings(max_examples=300)
@given(moments, st.integers(1, 40))
def test_days_agree_with_counting_every_day(start, days):
    midnight = minute_of(start.replace(hour=0, minute=0))
    left = days
    while left:
        midnight += 1440
        left -= any(OPEN[midnight : midnight + 1440])
    due = WORKING_TIME.after_days(start, days).due_at
    assert minute_of(due.replace(hour=0, minute=0)) == midnight


@settings(max_examples=300)
@given(moments)
def test_the_next_working_moment_agrees_with_looking_at_every_minute(start):
    expected = OPEN.index(1, minute_of(start))
    assert minute_of(WORKING_TIME.next_working_moment(start)) == expected


@settings(max_examples=200)
@given(moments, st.integers(1, 40))
def test_the_counted_steps_are_the_days_of_the_limit(start, days):
    steps = WORKING_TIME.after_days(start, days).steps
    assert sum(step.effect != Effect.SKIPPED for step in steps) == days
