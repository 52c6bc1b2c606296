"""The figures of the demonstration's quarter, published as a province publishes its own."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from caseflow.publishing.making import NotPublishable, Wish, publish
from caseflow.publishing.models import Publication
from caseflow.publishing.periods import period_of
from caseflow.sealing.making import seal_missing

#: The week lies in the last month; a quarter is published after its months.
PERIODS = ("2025-07", "2025-08", "2025-09", "2025-Q3")


def load(*, at: datetime, say: Callable[[str], None]) -> None:
    """Sealed first: a publication names the seal that its figures come from.

    What cannot be published is said and left: a demonstration that an older program loaded today
    has no sealed day yet, and its owners publish when it has.
    """
    seal_missing(through=timezone.localdate(at) - timedelta(days=1), at=at)
    for period in map(period_of, PERIODS):
        if Publication.objects.of_period(period).exists():
            continue
        try:
            publish(Wish(period=period), by=None, at=at)
        except NotPublishable as told:
            say(f"{period.code}: {told}")
