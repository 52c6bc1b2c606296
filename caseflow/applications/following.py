"""How anything happens because something happened: followers of the event log.

The cursor only discovers: in one short transaction it turns new events into the follower's jobs
(or lets it fold them into a count) and moves on. Jobs are then taken one by one, under a lease, so
that a poisoned one is visible and blocks nothing. Messages are hints; the rows are the queue.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from caseflow.applications.models import Cursor, Event, Job
from caseflow.applications.states import Origin, Verb

log = logging.getLogger(__name__)

BATCH = 2000
#: What discovery reads of an event; content and instants would take most of its time.
NEEDED = ("application", "verb", "origin", "transaction_id")
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Follower:
    """Gives exactly one of `handle` (acts on one event) and `fold` (counts a batch of them)."""

    name: str
    verbs: frozenset[Verb] = frozenset()
    origins: frozenset[Origin] = frozenset({Origin.LIVE})
    handle: Callable[[Event], None] | None = None
    fold: Callable[[Sequence[Event]], None] | None = None

    def wants(self, event: Event) -> bool:
        return event.verb in self.verbs and event.origin in self.origins


def follower(name: str) -> Follower:
    found: Follower = import_string(settings.FOLLOWERS[name])
    return found


def follow(name: str) -> int:
    """Discovers what is new and works it off; the number of events discovered."""
    following, total = follower(name), 0
    while found := discover(following):
        total += found
    if following.handle:
        for job in leased(name):
            run(job, following.handle)
    return total


def discover(following: Follower) -> int:
    """One batch; 0 when there is nothing new or another worker holds the cursor."""
    Cursor.objects.get_or_create(follower=following.name)
    with transaction.atomic():
        rows = Cursor.objects.select_for_update(skip_locked=True)
        cursor = rows.filter(follower=following.name).first()
        events = list(Event.objects.after(cursor).only(*NEEDED)[:BATCH]) if cursor else []
        if not cursor or not events:
            return 0
        take(following, events)
        cursor.transaction_id, cursor.event_id = events[-1].transaction_id, events[-1].pk
        cursor.save()
    return len(events)


@transaction.atomic
def rebase(name: str) -> int:
    """After a restore: transaction ids of another cluster mean nothing in this one.

    Takes what the old cluster had not discovered yet, and looks from then on only for events
    above it. To be called while nothing else writes; the number of events taken.
    """
    following = follower(name)
    Cursor.objects.get_or_create(follower=name)
    cursor = Cursor.objects.select_for_update().get(follower=name)
    left = list(Event.objects.beyond(cursor).only(*NEEDED))
    take(following, left)
    highest = Event.objects.aggregate(Max("pk"))["pk__max"] or 0
    cursor.transaction_id, cursor.event_id, cursor.floor = 0, 0, highest
    cursor.save()
    return len(left)


def take(following: Follower, events: Sequence[Event]) -> None:
    if following.fold:
        following.fold(events)
        return
    now = timezone.now()
    jobs = [
        Job(follower=following.name, event=event, not_before=now)
        for event in events
        if following.wants(event)
    ]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)


def leased(name: str) -> Iterator[Job]:
    """Jobs that are due, each marked so that no other worker takes it for the time of a lease."""
    while True:
        now = timezone.now()
        with transaction.atomic():
            rows = Job.objects.select_for_update(skip_locked=True)
            due = rows.filter(follower=name, done_at=None, not_before__lte=now)
            job = due.order_by("not_before", "pk").first()
            if job is None:
                return
            job.not_before, job.attempts = now + lease(), job.attempts + 1
            job.save(update_fields=["not_before", "attempts"])
        yield job


def lease() -> timedelta:
    """Longer than any job takes; what runs longer is begun a second time beside the first."""
    return timedelta(seconds=settings.APPLICATIONS_LEASE_SECONDS)


def run(job: Job, handle: Callable[[Event], None]) -> None:
    event = Event.objects.select_related("application").get(pk=job.event_id)
    try:
        handle(event)
    except Exception as error:  # noqa: BLE001 (whatever it is: it stays visible and is tried again)
        log.warning("%s failed: %s", job, type(error).__name__)
        postpone(job, type(error).__name__, timezone.now())
    else:
        Job.objects.filter(pk=job.pk).update(done_at=timezone.now(), error="")


def postpone(job: Job, error: str, now: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(job.attempts - 1, 12), LONGEST_PAUSE)
    # Another worker may have done it meanwhile, if the lease ran out.
    Job.objects.filter(pk=job.pk, done_at=None).update(error=error, not_before=now + pause)


def retry_now(jobs: Sequence[int], *, at: datetime) -> int:
    return Job.objects.filter(pk__in=jobs, done_at=None).update(not_before=at)


class Hint:
    """Wakes the followers soon; at most one message per window and process.

    Whatever a lost or swallowed hint meant is caught by the sweep of beat.
    """

    window = 0.25
    #: No deed waits for a broker that has just failed to answer another one.
    rest = 5.0

    def __init__(self) -> None:
        self.quiet_until = 0.0
        self.failures = 0

    def __call__(self) -> None:
        now = monotonic()
        if now < self.quiet_until:
            return
        self.quiet_until = now + self.window
        try:
            # The countdown lets one message cover every deed of the window.
            current_app.send_task("applications.wake", countdown=self.window)
        except (OperationalError, RedisError, OSError) as error:
            self.failures += 1
            self.quiet_until = monotonic() + self.rest
            log.warning("No hint sent, the sweep will find it: %s", type(error).__name__)


hint = Hint()


def hint_after_commit() -> None:
    transaction.on_commit(hint, robust=True)
