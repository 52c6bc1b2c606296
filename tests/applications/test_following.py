"""The follower mechanism on real transactions: what may never be skipped, doubled or blocked."""

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier, Thread
from threading import Event as Signal
from time import monotonic, sleep
from typing import Any

import pytest
from celery import Celery, current_app
from django.db import connection, transaction
from django.utils import timezone

from caseflow.applications import lifecycle
from caseflow.applications.following import (
    Follower,
    Hint,
    discover,
    leased,
    retry_now,
    run,
)
from caseflow.applications.models import Application, Cursor, Event, Job
from caseflow.applications.states import Origin, State, Verb
from tests.factories import MONDAY, Office, an_office, case_in, filed_case

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20


@dataclass
class Notebook:
    """A handler that writes down what it was given and fails on what it is told to."""

    seen: list[int] = field(default_factory=list)
    poison: set[int] = field(default_factory=set)

    def __call__(self, event: Event) -> None:
        if event.pk in self.poison:
            raise ValueError(event.pk)
        self.seen.append(event.pk)


def reader(**wants: Any) -> Follower:
    return Follower(name="tests", **{"verbs": frozenset(Verb), "handle": Notebook()} | wants)


@pytest.fixture
def office() -> Office:
    return an_office()


def note(case: Application, office: Office) -> None:
    lifecycle.note(case.pk, actor=office.clerk, at=MONDAY + timedelta(hours=1), text="ghi chú")


def discovered(follower: Follower, count: int) -> int:
    """Discovers until so many are found: transactions of other databases hold the log back too."""
    total, deadline = 0, monotonic() + PATIENCE
    while total < count and monotonic() < deadline:
        total += discover(follower)
        sleep(0.02)
    return total


def work_off(notebook: Notebook) -> None:
    for job in leased("tests"):
        run(job, notebook)


def in_threads(count: int, act: Callable[[], None]) -> None:
    gate = Barrier(count)

    def run_at_once() -> None:
        gate.wait()
        try:
            act()
        finally:
            connection.close()

    threads = [Thread(target=run_at_once) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def a_deed_in_flight(case: Application, office: Office) -> Iterator[None]:
    """A note that is written in the block and committed at its end."""
    written, may_end = Signal(), Signal()

    def write() -> None:
        with transaction.atomic():
            note(case, office)
            written.set()
            may_end.wait(PATIENCE)
        connection.close()

    thread = Thread(target=write)
    thread.start()
    written.wait(PATIENCE)
    try:
        yield
    finally:
        may_end.set()
        thread.join()


def test_an_event_in_flight_is_not_skipped_when_a_later_one_commits_first(office):
    first, second = filed_case(office), filed_case(office)
    follower = reader(verbs=frozenset({Verb.NOTE}))
    assert discovered(follower, 2) == 2
    with a_deed_in_flight(first, office):
        note(second, office)
        assert discover(follower) == 0
    assert discovered(follower, 2) == 2
    jobs = Job.objects.order_by("pk").values_list("event__application", flat=True)
    assert list(jobs) == [first.pk, second.pk]


def test_several_workers_discover_each_event_once(office):
    for _ in range(12):
        filed_case(office)
    follower, found = reader(), []
    in_threads(4, lambda: found.append(discover(follower)))
    assert sum(found) + discovered(follower, 12 - sum(found)) == 12
    assert Job.objects.count() == 12


def test_several_workers_run_each_job_once(office):
    for _ in range(8):
        filed_case(office)
    discovered(reader(), 8)
    notebook = Notebook()
    in_threads(4, lambda: work_off(notebook))
    assert sorted(notebook.seen) == sorted(Event.objects.values_list("pk", flat=True))
    assert not Job.objects.filter(done_at=None).exists()


def test_a_poisoned_job_stays_visible_and_blocks_nobody(office):
    events = [filed_case(office).events.get() for _ in range(3)]
    discovered(reader(), 3)
    notebook = Notebook(poison={events[0].pk})
    work_off(notebook)
    assert notebook.seen == [events[1].pk, events[2].pk]
    (poisoned,) = Job.objects.filter(done_at=None)
    assert (poisoned.event, poisoned.error, poisoned.attempts) == (events[0], "ValueError", 1)


def test_a_failing_job_is_tried_again_after_growing_pauses(office):
    event = filed_case(office).events.get()
    discovered(reader(), 1)
    notebook = Notebook(poison={event.pk})
    for seconds in (5, 10, 20, 40):
        before = timezone.now()
        work_off(notebook)
        job, after = Job.objects.get(), timezone.now()
        assert job.not_before - after <= timedelta(seconds=seconds) <= job.not_before - before
        retry_now([job.pk], at=after)


def test_no_pause_is_longer_than_an_hour(office):
    event = filed_case(office).events.get()
    discovered(reader(), 1)
    Job.objects.update(attempts=1000)
    work_off(Notebook(poison={event.pk}))
    assert Job.objects.get().not_before <= timezone.now() + timedelta(hours=1)


def test_a_mended_job_is_done_and_its_error_forgotten(office):
    event = filed_case(office).events.get()
    discovered(reader(), 1)
    work_off(Notebook(poison={event.pk}))
    retry_now([Job.objects.get().pk], at=timezone.now())
    work_off(Notebook())
    job = Job.objects.get()
    assert (job.error, job.attempts, job.done_at is None) == ("", 2, False)


def test_a_job_under_lease_is_left_alone(office):
    filed_case(office)
    discovered(reader(), 1)
    next(leased("tests"))
    assert list(leased("tests")) == []


def test_a_lease_that_ran_out_is_taken_over(office, settings):
    settings.APPLICATIONS_LEASE_SECONDS = 0
    filed_case(office)
    discovered(reader(), 1)
    lost, taken_over = next(leased("tests")), next(leased("tests"))
    assert (lost.pk, lost.attempts, taken_over.attempts) == (taken_over.pk, 1, 2)


def test_a_late_failure_does_not_reopen_what_another_worker_has_done(office, settings):
    settings.APPLICATIONS_LEASE_SECONDS = 0
    event = filed_case(office).events.get()
    discovered(reader(), 1)
    late, other = next(leased("tests")), next(leased("tests"))
    run(other, Notebook())
    run(late, Notebook(poison={event.pk}))
    job = Job.objects.get()
    assert (job.error, job.done_at is None) == ("", False)


def test_only_wanted_verbs_become_jobs(office):
    case_in(State.IN_REVIEW, office)
    discovered(reader(verbs=frozenset({Verb.RECEIVE})), 3)
    assert [job.event.verb for job in Job.objects.all()] == [Verb.RECEIVE]


@pytest.mark.parametrize("origin", [Origin.IMPORTED, Origin.SYNTHETIC])
def test_events_of_unwanted_origin_are_passed_without_a_job(origin, office):
    event = filed_case(office).events.get()
    event.origin = origin
    assert not reader().wants(event)
    assert reader(origins=frozenset({origin})).wants(event)


class Crash(Exception):
    pass


def counting(*, crashes: int) -> Follower:
    """Folds by writing one row per event, which the table takes only once per event."""
    left = [None] * crashes

    def fold(events: Sequence[Event]) -> None:
        now = timezone.now()
        Job.objects.bulk_create(
            Job(follower="folded", event=event, not_before=now) for event in events
        )
        if left:
            left.pop()
            raise Crash

    return Follower(name="counting", fold=fold)


def test_a_crash_between_fold_and_commit_folds_nothing_twice_and_loses_nothing(office):
    cases = [filed_case(office) for _ in range(3)]
    follower = counting(crashes=2)
    for _crash in range(2):
        with pytest.raises(Crash):
            discovered(follower, 1)
        assert not Job.objects.exists()
    assert discovered(follower, 3) == 3
    assert discover(follower) == 0
    folded = Job.objects.values_list("event__application", flat=True)
    assert sorted(folded) == sorted(case.pk for case in cases)


def test_a_batch_cut_inside_one_transaction_goes_on_where_it_ended(office, monkeypatch):
    monkeypatch.setattr("caseflow.applications.following.BATCH", 2)
    case = filed_case(office)
    with transaction.atomic():
        for _ in range(4):
            note(case, office)
    assert discovered(counting(crashes=0), 5) == 5
    assert Job.objects.count() == 5


def test_followers_have_cursors_of_their_own(office):
    filed_case(office)
    discovered(reader(), 1)
    assert discovered(counting(crashes=0), 1) == 1
    assert set(Cursor.objects.values_list("follower", flat=True)) == {"tests", "counting"}


@contextmanager
def broker_at(address: str) -> Iterator[None]:
    ours = current_app._get_current_object()
    other = Celery("elsewhere")
    other.config_from_object("django.conf:settings", namespace="CELERY")
    other.conf.broker_url = address
    other.set_current()
    try:
        yield
    finally:
        ours.set_current()


@pytest.fixture(params=["refusing", "silent"])
def broken_broker(request: Any) -> Iterator[None]:
    """A port nobody listens on, and one that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if request.param == "silent":
            listener.listen()
        with broker_at(f"redis://127.0.0.1:{listener.getsockname()[1]}/0"):
            yield


def test_a_broker_that_is_away_breaks_no_verb_and_costs_little(office, broken_broker, monkeypatch):
    hint = Hint()
    monkeypatch.setattr("caseflow.applications.following.hint", hint)
    case, began = filed_case(office), monotonic()
    for _deed in range(3):
        note(case, office)
        sleep(Hint.window)
    assert monotonic() - began < 2 + 3 * Hint.window
    assert hint.failures >= 1
    assert Event.objects.of(case).count() == 4
