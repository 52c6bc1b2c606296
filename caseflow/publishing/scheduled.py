"""Publishing what is due: the last month that is over, and the quarter that it ends."""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from caseflow.publishing.making import NotPublishable, Wish, publish
from caseflow.publishing.models import Publication
from caseflow.publishing.periods import Period
from caseflow.publishing.states import Kind

log = logging.getLogger(__name__)


def publish_due(*, at: datetime) -> list[Publication]:
    """May be repeated on any day; what cannot be published yet is tried at the next."""
    made = []
    for period in due(at=at):
        try:
            made.append(publish(Wish(period=period), by=None, at=at))
        except NotPublishable as told:
            log.warning("The figures of %s are not published: %s", period.code, told)
    return made


def due(*, at: datetime) -> Iterator[Period]:
    today = timezone.localdate(at)
    for kind in (Kind.MONTH, Kind.QUARTER):
        period = Period.around(kind, today).before
        if not Publication.objects.of_period(period).exists():
            yield period
