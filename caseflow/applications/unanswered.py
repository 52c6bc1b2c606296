"""Files that end because nobody answered the request for a supplement."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import OuterRef, Subquery

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Ground, Origin, State, Verb
from caseflow.centers.calendars import CalendarMissing

log = logging.getLogger(__name__)

CENTRE = Actor.system("applications")
BATCH = 200
#: Stands on the slip, so it is in the language of the slip.
REASON = (
    "Quá thời hạn {days} ngày kể từ ngày yêu cầu mà hồ sơ không được bổ sung, hoàn thiện "
    "(khoản 5 Điều 19 Nghị định số 118/2025/NĐ-CP)."
)


def stop_unanswered(*, at: datetime) -> int:
    """Stops every live file whose citizen's term has passed; how many were stopped.

    Each in a transaction of its own, so that it may run twice at once, or end halfway.
    """
    reason = REASON.format(days=settings.APPLICATIONS_SUPPLEMENT_DAYS)
    return sum(was_stopped(pk, reason=reason, at=at) for pk in unanswered(at=at))


def was_stopped(pk: int, *, reason: str, at: datetime) -> bool:
    try:
        lifecycle.stop(pk, actor=CENTRE, at=at, reason=reason, ground=Ground.NO_SUPPLEMENT)
    except DeedRefused:
        # Supplied meanwhile, stopped by another worker, or due only after a rest day.
        return False
    except CalendarMissing as error:
        log.error("An unanswered file cannot be counted: %s", error)
        return False
    return True


def unanswered(*, at: datetime) -> Iterator[int]:
    """Files asked longer ago than the days of the term; rest days may still prolong it."""
    asked_before = at - timedelta(days=settings.APPLICATIONS_SUPPLEMENT_DAYS)
    requests = Event.objects.filter(
        application=OuterRef("pk"), verb=Verb.REQUEST_SUPPLEMENT
    ).order_by("-sequence")
    waiting = Application.objects.filter(
        origin=Origin.LIVE, state=State.SUPPLEMENT_REQUESTED, filed_at__lt=asked_before
    )
    asked = waiting.annotate(asked_at=Subquery(requests.values("at")[:1]))
    overdue = asked.filter(asked_at__lt=asked_before).order_by("pk").values_list("pk", flat=True)
    last = 0
    while batch := list(overdue.filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1]
