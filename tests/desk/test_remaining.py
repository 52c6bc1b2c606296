from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from caseflow.applications.models import Application
from caseflow.applications.states import State
from caseflow.desk.remaining import Tone, remaining, tone_of, until

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def case(state=State.IN_REVIEW, **dates):
    known = {"filed_at": NOON - 10 * DAY, "last_event_at": NOON, "due_original_at": None}
    return Application(state=state, **known | dates)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("left", "tone"),
    [(2.6, Tone.FINE), (2.5, Tone.SOON), (0.1, Tone.SOON), (0, Tone.SOON), (-0.1, Tone.LATE)],
)
def test_a_clock_turns_amber_in_its_last_quarter_and_red_after_it(left, tone):
    assert tone_of(left * DAY, 10 * DAY) == tone


def test_where_amber_begins_is_a_setting(settings):
    settings.DESK_SOON_PERCENT = 50
    assert tone_of(5 * DAY, 10 * DAY) == Tone.SOON


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (6 * DAY, "6 days left", Tone.FINE),
        (2 * DAY, "2 days left", Tone.SOON),
        (3 * HOUR, "due today, 3 h 00 min left", Tone.SOON),
        (-2 * HOUR, "due today", Tone.SOON),
        (-3 * DAY, "overdue by 3 days", Tone.LATE),
    ],
)
def test_the_settlement_is_told_in_days_and_on_its_last_day_in_hours(due, words, tone):
    due_at = NOON + due
    told = remaining(case(received_at=due_at - 10 * DAY, due_at=due_at), NOON)
    assert (told.words, told.tone) == (words, tone)


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (7 * HOUR, "7 h 00 min to receive", Tone.FINE),
        (timedelta(minutes=95), "1 h 35 min to receive", Tone.SOON),
        (-HOUR, "reception overdue", Tone.LATE),
    ],
)
def test_the_reception_clock_is_told_to_the_minute(left, words, tone):
    filed_at = NOON + left - 8 * HOUR
    told = remaining(case(State.FILED, filed_at=filed_at, reception_due_at=NOON + left), NOON)
    assert (told.words, told.tone) == (words, tone)


def test_an_extended_period_is_measured_by_its_first_length():
    dates = {"received_at": NOON - 12 * DAY, "due_original_at": NOON - 2 * DAY}
    assert remaining(case(due_at=NOON + 3 * DAY, **dates), NOON).tone == Tone.FINE
    assert remaining(case(due_at=NOON + 2 * DAY, **dates), NOON).tone == Tone.SOON


def test_any_clock_is_told_to_the_minute_before_and_after():
    assert until(NOON + HOUR, since=NOON - DAY, now=NOON).words == "1 h 00 min left"
    assert until(NOON - HOUR, since=NOON - DAY, now=NOON).words == "overdue by 1 h 00 min"
