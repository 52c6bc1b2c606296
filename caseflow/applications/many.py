"""Work on many rows that somebody chose, looked through and confirmed once; its rows are the queue.

`bulk` does deeds on files, `issuing.signing_orders.batches` signs results. What a choice becomes,
how it is leased to a worker and what is told of it is the same for both, and stands here.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple, TypeVar

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import get_language
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from caseflow.applications.models import AskedForMany, ItemOfMany
from caseflow.applications.states import BulkOutcome

log = logging.getLogger(__name__)
Work = TypeVar("Work", bound=AskedForMany)

#: A worker stays at one piece of work for so long, then lets other work between.
SLICE_SECONDS = 5.0
#: How many numbers stand beside a reason, how many pieces of work somebody is shown.
EXAMPLES, LATEST = 5, 20
#: A choice that was not confirmed until then is discarded with the asker's next one.
FORGOTTEN = timedelta(days=1)


@dataclass(slots=True)
class Refusal:
    """Why some of the rows would be, or were, refused."""

    reason: str
    count: int = 0
    #: The first few of their numbers.
    examples: list[str] = field(default_factory=list)


def grouped(told: Iterable[tuple[str, str]]) -> list[Refusal]:
    """Reasons with the numbers of files, the most frequent first."""
    refusals: dict[str, Refusal] = {}
    for reason, number in told:
        refusal = refusals.setdefault(reason, Refusal(reason))
        refusal.count += 1
        if refusal.count <= EXAMPLES:
            refusal.examples.append(number)
    return sorted(refusals.values(), key=lambda refusal: -refusal.count)


class Told(NamedTuple):
    """One row of the work, for a page or a table."""

    number: str
    outcome: BulkOutcome
    reason: str
    dealt_at: datetime | None


def choose(work: Work, rows: Iterable[int], *, at: datetime) -> Work:
    """Keeps the choice, up to `APPLICATIONS_BULK_FILES` rows, in the order given; does nothing.

    `work` is new and names its asker.
    """
    keys = list(dict.fromkeys(rows))
    taken = keys[: settings.APPLICATIONS_BULK_FILES]
    work.language = get_language() or settings.LANGUAGE_CODE
    work.is_cut, work.chosen_at = len(taken) < len(keys), at
    stale = type(work).objects.filter(asked_by=work.asked_by_id, confirmed_at=None)
    with transaction.atomic():
        stale.filter(chosen_at__lt=at - FORGOTTEN).delete()
        work.save(force_insert=True)
        item, to_work = work.items.model, work.items.field.name
        work.items.bulk_create(
            item(**{to_work: work, item.ROW: key, "place": place})
            for place, key in enumerate(taken)
        )
    return work


def confirm(work: AskedForMany, *, task: str, at: datetime, **told: Any) -> bool:
    """Starts it; a second confirmation changes nothing and is answered False."""
    unconfirmed = type(work).objects.filter(pk=work.pk, confirmed_at=None)
    confirmed = unconfirmed.update(confirmed_at=at, **told)
    if confirmed:
        transaction.on_commit(partial(hint, task), robust=True)
    return bool(confirmed)


def hint(task: str) -> None:
    """Wakes a worker; one that is not heard is made up for by the sweep of beat."""
    try:
        current_app.send_task(task)
    except (BrokerError, RedisError, OSError) as error:
        log.warning("No hint sent, the sweep will find it: %s", type(error).__name__)


def cancel(work: AskedForMany, *, at: datetime) -> int:
    """What waits is left undone, what is done stays done; the number of rows left."""
    with transaction.atomic():
        running = type(work).objects.pending().filter(pk=work.pk)
        if not running.update(cancelled_at=at):
            return 0
        waiting = work.items.filter(outcome=BulkOutcome.WAITING)
        left: int = waiting.update(outcome=BulkOutcome.CANCELLED, dealt_at=at)
        finish_where_nothing_waits(work, at=at)
    return left


def lease(free: QuerySet[Work], *, seconds: int, now: datetime) -> Work | None:
    """What has waited longest, and no other worker takes for the time of a lease."""
    with transaction.atomic():
        unleased = free.filter(Q(leased_until=None) | Q(leased_until__lte=now))
        rows = unleased.select_for_update(of=("self",), skip_locked=True)
        work = rows.order_by(F("leased_until").asc(nulls_first=True), "pk").first()
        if work is None:
            return None
        work.leased_until = now + timedelta(seconds=seconds)
        work.save(update_fields=["leased_until"])
    return work


def finish_where_nothing_waits(work: AskedForMany, *, at: datetime) -> None:
    done = type(work).objects.pending().filter(pk=work.pk)
    done = done.exclude(items__outcome=BulkOutcome.WAITING)
    done.update(finished_at=at, **work.emptied_at_end)


def settle(items: QuerySet[ItemOfMany], reason: str, *, at: datetime) -> None:
    outcome = BulkOutcome.REFUSED if reason else BulkOutcome.DONE
    items.update(outcome=outcome, reason=reason[:500], dealt_at=at)


def progress(work: AskedForMany) -> dict[str, int]:
    """How many rows stand at each outcome; all four are named."""
    counts = work.items.order_by().values_list("outcome").annotate(Count("pk"))
    return dict.fromkeys(BulkOutcome.values, 0) | dict(counts)


def refusals(work: AskedForMany) -> list[Refusal]:
    refused = work.items.filter(outcome=BulkOutcome.REFUSED).order_by("place")
    return grouped(refused.values_list("reason", work.items.model.NUMBER))


def told(items: QuerySet[Any]) -> list[Told]:
    rows = items.values_list(items.model.NUMBER, "outcome", "reason", "dealt_at")
    return [Told(number, BulkOutcome(outcome), why, at) for number, outcome, why, at in rows]


def latest_of(kind: type[Work], account: int) -> QuerySet[Work]:
    """The latest confirmed ones of somebody, with the number of rows at each outcome."""
    counts = {outcome: Count("items", Q(items__outcome=outcome)) for outcome in BulkOutcome.values}
    confirmed = kind.objects.filter(asked_by=account, confirmed_at__isnull=False)
    latest: QuerySet[Work] = confirmed.annotate(**counts).order_by("-chosen_at")[:LATEST]
    return latest
