from datetime import date, timedelta
from random import Random

import pytest

from caseflow.applications import deadlines, history, lifecycle
from caseflow.applications.models import Application
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Verb
from caseflow.applications.verification import Verification
from caseflow.centers.calendars import working_time_for
from tests.applications.histories import CLERK, FILED_AT, SYSTEM, TOLD_AT, case, commune_center
from tests.procedures.factories import published

pytestmark = pytest.mark.django_db
STORIES, DEEDS = 80, 14


def inputs(center):
    """What each verb of a random road is told."""
    question = {"agency": center, "question": "?", "answer_by": date(2025, 12, 1)}
    return {
        Verb.RECEIVE: {},
        Verb.START_REVIEW: {},
        Verb.REQUEST_SUPPLEMENT: {
            "items": [{"paper": "other", "defect": "missing", "text": "Bổ sung"}]
        },
        Verb.SUPPLY: {"text": "Đã bổ sung"},
        Verb.CONSULT: question,
        Verb.ANSWER_CONSULTATION: {"answer": "Nhất trí"},
        Verb.REQUEST_PAYMENT: {"amount": 8000},
        Verb.PAY: {},
        Verb.NOTE: {"text": "Gọi lại"},
        Verb.APPROVE: {},
        Verb.REVOKE_DECISION: {"reason": "Nhầm"},
        Verb.WITHDRAW: {},
    }


def random_story(number, center, version, dice):
    """Goes wherever the machine lets it, at uneven seconds."""
    unsaved = case(center, version, f"H44.101-250923-{number:04}")
    at = FILED_AT + timedelta(microseconds=dice.randrange(10**6))
    story = history.filed(unsaved, actor=SYSTEM, at=at, recorded_at=TOLD_AT)
    told = inputs(center)
    for _deed in range(DEEDS):
        at += timedelta(seconds=dice.uniform(1, 200_000))
        verb = dice.choice(list(told))
        if story.case.state in ("withdrawn", "stopped"):
            break
        try:
            lifecycle.VERBS[verb](story, actor=CLERK, at=at, **told[verb])
        except DeedRefused:
            continue
    return story


@pytest.fixture
def walks():
    center, version, dice = commune_center(), published(), Random(118)
    told = [random_story(number, center, version, dice) for number in range(1, STORIES + 1)]
    history.write(told)
    return Application.objects.order_by("pk")


def test_every_clock_and_date_of_random_stories_follows_from_their_events(walks):
    assert [str(fault) for fault in Verification().of(walks)] == []


def test_the_parts_of_random_stories_are_all_of_their_time(walks):
    for row in walks:
        spent = deadlines.timing_of(row, at=row.last_event_at).spent
        elapsed = (row.finished_at or row.last_event_at) - row.filed_at
        assert sum(part.elapsed for part in spent.values()) == elapsed // timedelta(seconds=1)
        assert all(0 <= part.working <= part.elapsed for part in spent.values())


def test_the_working_time_of_random_stories_adds_up_too(walks):
    for row in walks:
        end = row.finished_at or row.last_event_at
        calendar = working_time_for(row.deciding_agency_id)
        spent = deadlines.timing_of(row, at=row.last_event_at).spent
        total = sum(part.working for part in spent.values())
        assert abs(total - calendar.seconds_between(row.filed_at, end)) <= 1
