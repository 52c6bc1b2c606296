from datetime import timedelta

import pytest

from caseflow.applications import history, lifecycle
from caseflow.applications.models import Application
from caseflow.applications.states import State, Verb
from caseflow.applications.verification import Verification
from tests.applications.histories import CLERK, FILED_AT, SYSTEM, TOLD_AT, case, commune_center
from tests.factories import an_office, case_in
from tests.procedures.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    unsaved = case(commune_center(), published(), "H44.101-250923-0001")
    return history.filed(unsaved, actor=SYSTEM, at=FILED_AT, recorded_at=TOLD_AT)


def faults():
    return [str(fault) for fault in Verification().of(Application.objects.all())]


def told(story, verb, facts, **changes):
    came_from = story.case.state
    story.case.advance_clock(FILED_AT + timedelta(hours=1))
    getattr(story.case, verb)(**changes)
    at = FILED_AT + timedelta(hours=1)
    story.append(verb, from_state=came_from, payload=facts, actor=CLERK, at=at)


def test_a_date_that_its_calendar_does_not_give_is_named(story):
    due_at = FILED_AT + timedelta(days=30)
    calendar = story.entries[0].content.split('"calendar":')[1].split(",")[0]
    facts = {"due_at": due_at, "calendar": int(calendar)}
    told(story, Verb.RECEIVE, facts, at=FILED_AT + timedelta(hours=1), due_at=due_at)
    history.write([story])
    (fault,) = faults()
    assert "event 2: due_at is 2025-10-23" in fault


def test_time_on_the_wrong_clock_is_named(story):
    lifecycle.receive(story, actor=CLERK, at=FILED_AT + timedelta(hours=1))
    story.case.agency_seconds -= 60
    story.case.citizen_seconds += 60
    history.write([story])
    assert any("citizen has 60 seconds, the intervals give 0" in fault for fault in faults())


@pytest.mark.parametrize("policy", ["restart", "shift", "none"])
def test_dates_stay_proved_when_the_office_changes_its_policy(policy, settings):
    settings.APPLICATIONS_SUPPLEMENT_POLICY = policy
    office = an_office()
    asked = case_in(State.SUPPLEMENT_REQUESTED, office)
    at = asked.last_event_at + timedelta(days=3)
    lifecycle.supply(asked.pk, actor=office.clerk, at=at, text="đã bổ sung")
    settings.APPLICATIONS_SUPPLEMENT_POLICY = "restart"
    settings.APPLICATIONS_RECEPTION_HOURS = 16
    assert faults() == []


def test_a_payment_keeps_what_was_left_of_the_period():
    office = an_office()
    case = case_in(State.PAYMENT_DUE, office)
    paid_at = case.last_event_at + timedelta(days=7)
    after = lifecycle.pay(case.pk, actor=office.clerk, at=paid_at)
    assert after.due_at == case.due_at + timedelta(days=7)
    assert after.due_original_at == case.due_original_at
    assert faults() == []


def test_a_land_file_keeps_both_its_dates():
    office = an_office()
    case = case_in(State.PAYMENT_DUE, office, version=published(after_payment_days=2))
    paid_at = case.last_event_at + timedelta(days=7)
    after = lifecycle.pay(case.pk, actor=office.clerk, at=paid_at)
    assert (after.due_at, after.due_original_at) == (paid_at + timedelta(days=2), case.due_at)
    assert faults() == []
