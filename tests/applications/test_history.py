import json
from datetime import timedelta
from itertools import islice, pairwise

import pytest
from django.db import Error, transaction

from caseflow.applications import evidence, history, lifecycle
from caseflow.applications.models import Application, Event, Statement
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Origin, State, Verb
from tests.applications.histories import (
    CLERK,
    FILED_AT,
    SYSTEM,
    TOLD_AT,
    case,
    commune_center,
    stories,
    to_the_end,
    write_cases,
)
from tests.procedures.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    unsaved = case(commune_center(), published(), "H44.101-250923-0001")
    return history.filed(unsaved, actor=SYSTEM, at=FILED_AT, recorded_at=TOLD_AT)


def test_told_cases_are_written_with_their_chains():
    cases = write_cases(3)
    assert [row.state for row in cases] == [State.RETURNED] * 3
    assert Event.objects.count() == 18
    assert Statement.objects.get(event__application=cases[0]).body == {"text": "Đồng ý"}


@pytest.mark.django_db(transaction=True)
def test_batches_commit_under_the_deferred_check():
    told = list(islice(stories(commune_center(), published()), 5))
    assert history.write(told, batch=2) == 5
    assert {row.last_sequence for row in Application.objects.all()} == {6}


@pytest.mark.django_db(transaction=True)
def test_a_case_that_left_its_last_event_is_refused_by_the_database(story):
    story.case.head_hash = "0" * 64
    with pytest.raises(Error, match="does not stand where its last event left it"):
        history.write([story])
    assert not Event.objects.exists()


def test_a_number_given_twice_writes_nothing(story):
    twin = case(story.case.receiving_center, story.case.procedure_version, story.case.number)
    other = history.filed(twin, actor=SYSTEM, at=FILED_AT, recorded_at=TOLD_AT)
    with pytest.raises(Error, match="number"), transaction.atomic():
        history.write([story, other])
    assert not Application.objects.exists()


def test_a_story_obeys_the_machine(story):
    with pytest.raises(DeedRefused):
        lifecycle.approve(story, actor=CLERK, at=FILED_AT)
    assert [event.verb for event in story.entries] == [Verb.FILE]


def test_a_told_chain_is_what_the_verbs_write_live(story):
    history.write([story])
    pk = story.case.pk
    to_the_end(story)
    live = lifecycle.receive(pk, actor=CLERK, at=FILED_AT + timedelta(hours=1))
    written = Event.objects.get(application=pk, sequence=2)
    assert written.payload == json.loads(story.entries[1].content)["payload"]
    assert (live.due_at, live.agency_seconds) == (story.case.due_at, 3600)


def test_an_unread_batch_is_not_told_yet():
    endless = stories(commune_center(), published())
    assert history.write(islice(endless, 4), batch=2) == 4
    assert next(endless).case.number == "H44.101-250923-0005"


def test_the_chain_links_each_event_to_the_one_before(story):
    events = to_the_end(story).entries
    assert all(earlier.hash in later.content for earlier, later in pairwise(events))
    assert evidence.digest(events[-1].content.encode()) == story.case.head_hash


def test_a_deed_of_today_on_a_told_case_is_live():
    (case,) = write_cases(1)
    lifecycle.note(case.pk, actor=CLERK, at=TOLD_AT, text="ghi chú")
    told, lived = Event.objects.of(case).first(), Event.objects.of(case).last()
    assert (told.origin, lived.origin) == (Origin.SYNTHETIC, Origin.LIVE)
    assert json.loads(lived.content)["origin"] == Origin.LIVE
