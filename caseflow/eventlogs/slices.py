"""Event logs that a page asked for: slice by slice, so that a long one blocks nothing.

Each slice is a gzip member behind the ones before it. What a worker wrote and did not note before
it died is cut off by the next one.
"""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from celery import current_app
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from caseflow.eventlogs import exporting
from caseflow.eventlogs.models import EventLogExport, Kind
from caseflow.eventlogs.pseudonyms import Names, Pseudonyms, RealNumbers
from caseflow.indicators.viewers import viewer
from caseflow.reports.selections import Selection

log = logging.getLogger(__name__)

TASK = "eventlogs.write"
SLICE_SECONDS = 20.0
LEASE = timedelta(seconds=120)


def ask(
    selection: Selection, *, account: int, kind: Kind, with_numbers: bool, at: datetime
) -> EventLogExport:
    """Notes what is wanted; a worker writes it."""
    asked: EventLogExport = EventLogExport.objects.create(
        asked_by_id=account,
        kind=kind,
        first=selection.first,
        last=selection.last,
        center=selection.center,
        procedure=selection.procedure,
        with_numbers=with_numbers,
        key=b"" if with_numbers else Pseudonyms().key,
        asked_at=at,
    )
    transaction.on_commit(hint, robust=True)
    return asked


def hint() -> None:
    """A lost one costs seconds: beat asks again."""
    try:
        current_app.send_task(TASK)
    except (OperationalError, RedisError, OSError) as error:
        log.warning("No hint sent, the sweep will find it: %s", type(error).__name__)


def place_of(asked: EventLogExport) -> Path:
    return Path(settings.EVENTLOGS_DIR) / f"{asked.reference.hex}.gz"


def carry_out() -> None:
    """A slice of the log that has waited longest; asks for the next if anything is left."""
    asked = leased(timezone.now())
    if asked is None:
        return
    try:
        write_slice(asked)
    except PermissionDenied:
        withdraw(asked, at=timezone.now())
    if EventLogExport.objects.filter(finished_at=None).exists():
        hint()


def leased(now: datetime) -> EventLogExport | None:
    """Which no other worker takes for the time of a lease."""
    with transaction.atomic():
        free = EventLogExport.objects.filter(finished_at=None).filter(
            Q(leased_until=None) | Q(leased_until__lte=now)
        )
        rows = free.select_for_update(skip_locked=True, of=("self",))
        asked = rows.order_by(F("leased_until").asc(nulls_first=True), "pk").first()
        if asked:
            asked.leased_until = now + LEASE
            asked.save(update_fields=["leased_until"])
    return asked


def write_slice(asked: EventLogExport) -> None:
    """Raises `PermissionDenied` where the asker has lost the right meanwhile."""
    selection, kind = selection_of(asked), Kind(asked.kind)
    cases = exporting.chosen(selection)
    if asked.total is None:
        asked.total = cases.count()
    until = monotonic() + SLICE_SECONDS
    place = place_of(asked)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with place.open("r+b" if place.exists() else "w+b") as file:
        file.truncate(asked.size)
        file.seek(asked.size)
        with exporting.packed(file) as out:
            if not asked.size:
                about = exporting.about(selection, pseudonymous=not asked.with_numbers)
                exporting.put(out, exporting.beginning(kind, about))
            finished = write_until(asked, out, until)
            if finished:
                exporting.put(out, exporting.ending(kind))
        asked.size = file.tell()
    keep(asked, finished=finished)


def write_until(asked: EventLogExport, out: exporting.Sink, until: float) -> bool:
    """Whether all is written."""
    rest = exporting.chosen(selection_of(asked)).filter(pk__gt=asked.last_key)
    steps = exporting.write_body(rest, out, kind=Kind(asked.kind), names=names_of(asked))
    for step in steps:
        asked.last_key = step.last_key
        asked.written += step.cases
        if monotonic() > until:
            return False
    return True


def keep(asked: EventLogExport, *, finished: bool) -> None:
    """Unless the lease ran out and another worker took over."""
    now, lease = timezone.now(), asked.leased_until
    noted = {name: getattr(asked, name) for name in ("total", "written", "last_key", "size")}
    if finished:
        noted |= {"finished_at": now, "key": b""}
    EventLogExport.objects.filter(pk=asked.pk, leased_until=lease).update(leased_until=now, **noted)


def withdraw(asked: EventLogExport, *, at: datetime) -> None:
    place_of(asked).unlink(missing_ok=True)
    asked.finished_at = asked.removed_at = at
    asked.key = b""
    asked.save()


def names_of(asked: EventLogExport) -> Names:
    return RealNumbers() if asked.with_numbers else Pseudonyms(bytes(asked.key))


def selection_of(asked: EventLogExport) -> Selection:
    """With the offices that the asker may see today."""
    who = viewer(asked.asked_by)
    if asked.center and not who.offices.filter(pk=asked.center.pk).exists():
        raise PermissionDenied
    return Selection(who, asked.first, asked.last, asked.center, asked.procedure)


def remove_old(*, at: datetime) -> int:
    """Files older than the term; the rows say that there was one."""
    before = at - timedelta(hours=settings.EVENTLOGS_KEPT_HOURS)
    old = EventLogExport.objects.filter(finished_at__lt=before, removed_at=None)
    for asked in old:
        place_of(asked).unlink(missing_ok=True)
        asked.removed_at = at
        asked.save(update_fields=["removed_at"])
    return len(old)
