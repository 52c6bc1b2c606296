from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.utils import timezone

from caseflow.applications import history, lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, CalendarChange, CalendarChangePart
from caseflow.applications.rescheduling.moving import Move, Recount
from caseflow.applications.states import Origin
from caseflow.applications.stories import Story
from caseflow.centers.calendars import bring_into_force, worked_by_now
from caseflow.centers.models import CalendarVersion

CALENDARS = Actor.system("calendars")
TASK = "applications.change_calendar"
#: Keys of one range; a worker takes a range for one batch at a time.
PART = 50_000
SLICE_SECONDS = 5.0


class NotInForce(Exception):
    """A newer version is worked by already; files follow that one."""


@dataclass(frozen=True, slots=True)
class Progress:
    looked_at: int
    moved: int
    parts: int
    parts_left: int
    keys_left: int

    @property
    def share(self) -> int:
        """Per cent of the range of keys that was gone through."""
        keys = self.parts * PART
        return 100 * (keys - self.keys_left) // keys if keys else 0


@transaction.atomic
def begin(version: CalendarVersion, *, at: datetime) -> CalendarChange:
    """Brings a draft into force and asks for the work; a second call finds it asked for."""
    version = CalendarVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.published_at is None:
        bring_into_force(version, at=at)
    if worked_by_now(version.calendar) != version:
        raise NotInForce(str(version))
    not_before = at + timedelta(seconds=settings.CASEFLOW_REFERENCE_CACHE_SECONDS)
    change, _is_new = CalendarChange.objects.get_or_create(
        version=version, defaults={"begun_at": at, "not_before": not_before}
    )
    return change


def carry_out(*, at: datetime, seconds: float = SLICE_SECONDS) -> bool:
    """A slice of what is asked for, from any number of workers; whether more is left to do."""
    change = pending().filter(not_before__lte=at).order_by("pk").first()
    if change is None:
        return False
    lay_out(change)
    recount, until = Recount.by(change.version), monotonic() + seconds
    while do_batch(change, recount):
        if monotonic() > until:
            return True
    finish_where_nothing_is_left(change)
    return pending().filter(not_before__lte=at).exists()


def pending() -> QuerySet[CalendarChange]:
    return CalendarChange.objects.filter(finished_at=None).select_related("version__calendar")


@transaction.atomic
def lay_out(change: CalendarChange) -> None:
    """Ranges up to the newest file; later ones are counted by the new version from the start."""
    CalendarChange.objects.select_for_update().get(pk=change.pk)
    if change.parts.exists():
        return
    highest = Application.objects.aggregate(Max("pk"))["pk__max"] or 0
    parts = [
        CalendarChangePart(change=change, next_key=start, end_key=start + PART)
        for start in range(1, highest + 1, PART)
    ]
    CalendarChangePart.objects.bulk_create(parts)


@transaction.atomic
def do_batch(change: CalendarChange, recount: Recount) -> bool:
    """The next files of a range nobody else is at, and its mark; False when there is none."""
    ranges = change.parts.filter(next_key__lt=F("end_key")).order_by("pk")
    part = ranges.select_for_update(skip_locked=True).first()
    if part is None:
        return False
    cases = recount.candidates().filter(pk__gte=part.next_key, pk__lt=part.end_key)
    locked = cases.select_for_update(of=("self",), no_key=True).order_by("pk")
    # Well under a second for a thousand files, so that followers never wait long.
    batch = list(locked[: settings.APPLICATIONS_CALENDAR_BATCH])
    now = timezone.now()
    moves = list(recount.moves(batch, at=now))
    write(moves, recount.version, at=now)
    is_full = len(batch) == settings.APPLICATIONS_CALENDAR_BATCH
    part.next_key = batch[-1].pk + 1 if is_full else part.end_key
    part.looked_at, part.moved = part.looked_at + len(batch), part.moved + len(moves)
    part.save()
    return True


def write(moves: Sequence[Move], version: CalendarVersion, *, at: datetime) -> None:
    """The verb is told for each file as for any other deed, and all of it is written at once."""
    stories = [Story(move.case, at, origin=Origin.LIVE) for move in moves]
    for story, move in zip(stories, moves, strict=True):
        lifecycle.reschedule(
            story,
            actor=CALENDARS,
            at=at,
            calendar=version.pk,
            document=version.decision,
            due_at=move.due_at,
            reception_due_at=move.reception_due_at,
        )
    if stories:
        history.add_deeds(stories)


def finish_where_nothing_is_left(change: CalendarChange) -> None:
    """Another worker may still hold the last range; then it is the one to find nothing left."""
    if not change.parts.filter(next_key__lt=F("end_key")).exists():
        unfinished = CalendarChange.objects.filter(pk=change.pk, finished_at=None)
        unfinished.update(finished_at=timezone.now())


def progress(change: CalendarChange) -> Progress:
    ahead = F("end_key") - F("next_key")
    sums = change.parts.aggregate(
        looked_at=Sum("looked_at", default=0),
        moved=Sum("moved", default=0),
        parts=Count("pk"),
        parts_left=Count("pk", filter=Q(next_key__lt=F("end_key"))),
        keys_left=Sum(ahead, default=0),
    )
    return Progress(**sums)
