"""One deed on many files, in the background: chosen, previewed, confirmed once, done one by one.

The rows are the queue. Each file has a transaction of its own that locks its row, does the deed
and writes the outcome: a worker that dies in it leaves neither, so the next one neither repeats
nor skips. A worker stays at one bulk deed for a slice of time only, so that other work gets
between; messages are hints, and the sweep of beat finds what a lost one meant.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, NamedTuple

from celery import current_app
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, BulkDeed, BulkItem
from caseflow.applications.permissions import may
from caseflow.applications.refusals import DeedRefused, InputRefused, refuse_unless_possible
from caseflow.applications.states import BulkOutcome, Verb

log = logging.getLogger(__name__)

#: What makes sense with one body for many files; the body is plain JSON.
ALLOWED = (
    Verb.RECEIVE,
    Verb.START_REVIEW,
    Verb.ASSIGN,
    Verb.APPROVE,
    Verb.RETURN_RESULT,
    Verb.STOP,
    Verb.NOTE,
)
TASK = "applications.bulk_deeds"
SLICE_SECONDS = 5.0
#: How many numbers stand beside a reason, how many bulk deeds somebody is shown.
EXAMPLES, LATEST = 5, 20
#: A choice that was not confirmed until then is discarded with the asker's next one.
FORGOTTEN = timedelta(days=1)


class UnfitForMany(Exception):
    """This verb is not done to many files at once."""


@dataclass(slots=True)
class Refusal:
    """Why some of the files would be, or were, refused."""

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


@dataclass(frozen=True, slots=True)
class Preview:
    possible: int
    refusals: Sequence[Refusal]

    @property
    def refused(self) -> int:
        return sum(refusal.count for refusal in self.refusals)


def choose(verb: Verb, cases: Iterable[int], *, actor: Actor, at: datetime) -> BulkDeed:
    """Keeps the choice, up to `APPLICATIONS_BULK_FILES` files, in the order given; does nothing.

    The caller gives only keys of files that the actor may see.
    """
    if verb not in ALLOWED:
        raise UnfitForMany(verb)
    keys = list(dict.fromkeys(cases))
    taken = keys[: settings.APPLICATIONS_BULK_FILES]
    stale = BulkDeed.objects.filter(asked_by=actor.account, confirmed_at=None)
    with transaction.atomic():
        stale.filter(chosen_at__lt=at - FORGOTTEN).delete()
        chosen = BulkDeed.objects.create(
            verb=verb,
            asked_by_id=actor.account,
            language=get_language() or settings.LANGUAGE_CODE,
            is_cut=len(taken) < len(keys),
            chosen_at=at,
        )
        items = [
            BulkItem(bulk_deed=chosen, application_id=key, place=place)
            for place, key in enumerate(taken)
        ]
        BulkItem.objects.bulk_create(items)
    return chosen


def preview(chosen: BulkDeed, *, actor: Actor) -> Preview:
    """What would happen now, as far as rights and machine tell; writes nothing."""
    verb = Verb(chosen.verb)
    cases = Application.objects.filter(pk__in=chosen.items.values("application")).defer("form")
    found = [(obstacle(verb, case, actor), case.number) for case in cases.order_by("pk")]
    refused = [(reason, number) for reason, number in found if reason]
    return Preview(len(found) - len(refused), grouped(refused))


def obstacle(verb: Verb, case: Application, actor: Actor) -> str:
    """Why this person cannot do this to the file as it stands; empty where they can."""
    if not may(actor, verb, case):
        return gettext("Your role may not do this with this application.")
    try:
        refuse_unless_possible(case, verb)
    except DeedRefused as refused:
        return f"{refused} {refused.instead}".strip()
    return ""


def confirm(chosen: BulkDeed, *, inputs: Mapping[str, Any], at: datetime) -> bool:
    """Starts it; a second confirmation changes nothing and is answered False."""
    unconfirmed = BulkDeed.objects.filter(pk=chosen.pk, confirmed_at=None)
    confirmed = unconfirmed.update(confirmed_at=at, inputs=dict(inputs))
    if confirmed:
        transaction.on_commit(hint, robust=True)
    return bool(confirmed)


def cancel(asked: BulkDeed, *, at: datetime) -> int:
    """What waits is left undone, what is done stays done; the number of files left."""
    with transaction.atomic():
        running = BulkDeed.objects.filter(pk=asked.pk, confirmed_at__isnull=False, finished_at=None)
        if not running.update(cancelled_at=at):
            return 0
        waiting = BulkItem.objects.filter(bulk_deed=asked, outcome=BulkOutcome.WAITING)
        left = waiting.update(outcome=BulkOutcome.CANCELLED, dealt_at=at)
        finish_where_nothing_waits(asked.pk, at=at)
    return left


def progress(asked: BulkDeed) -> dict[str, int]:
    """How many files stand at each outcome; all four are named."""
    counts = asked.items.order_by().values_list("outcome").annotate(Count("pk"))
    return dict.fromkeys(BulkOutcome.values, 0) | dict(counts)


def refusals(asked: BulkDeed) -> list[Refusal]:
    refused = asked.items.filter(outcome=BulkOutcome.REFUSED).order_by("place")
    return grouped(refused.values_list("reason", "application__number"))


class Told(NamedTuple):
    """One file of a bulk deed, for a page or a table."""

    number: str
    outcome: BulkOutcome
    reason: str
    dealt_at: datetime | None


def told(items: QuerySet[BulkItem]) -> list[Told]:
    rows = items.values_list("application__number", "outcome", "reason", "dealt_at")
    return [Told(number, BulkOutcome(outcome), why, at) for number, outcome, why, at in rows]


def asked_by(account: int) -> QuerySet[BulkDeed]:
    """The latest confirmed ones of somebody, with the number of files at each outcome."""
    counts = {outcome: Count("items", Q(items__outcome=outcome)) for outcome in BulkOutcome.values}
    confirmed = BulkDeed.objects.filter(asked_by=account, confirmed_at__isnull=False)
    return confirmed.annotate(**counts).order_by("-chosen_at")[:LATEST]


def hint(task: str = TASK) -> None:
    """Wakes a worker; one that is not heard is made up for by the sweep of beat."""
    try:
        current_app.send_task(task)
    except (BrokerError, RedisError, OSError) as error:
        log.warning("No hint sent, the sweep will find it: %s", type(error).__name__)


def carry_out() -> None:
    """A slice of the bulk deed that has waited longest; asks for the next slice if any is left."""
    asked = leased(timezone.now())
    if asked is None:
        return
    until = monotonic() + SLICE_SECONDS
    while deal_with_next(asked) and monotonic() < until:
        pass
    now = timezone.now()
    BulkDeed.objects.filter(pk=asked).update(leased_until=now)
    finish_where_nothing_waits(asked, at=now)
    if pending().exists():
        hint()


def pending() -> QuerySet[BulkDeed]:
    return BulkDeed.objects.filter(confirmed_at__isnull=False, finished_at=None)


def leased(now: datetime) -> int | None:
    """The key of a bulk deed that no other worker takes for the time of a lease."""
    lease = timedelta(seconds=settings.APPLICATIONS_BULK_LEASE_SECONDS)
    with transaction.atomic():
        free = pending().filter(Q(leased_until=None) | Q(leased_until__lte=now))
        rows = free.select_for_update(skip_locked=True)
        asked = rows.order_by(F("leased_until").asc(nulls_first=True), "pk").first()
        if asked is None:
            return None
        asked.leased_until = now + lease
        asked.save(update_fields=["leased_until"])
    return int(asked.pk)


def deal_with_next(asked: int) -> bool:
    """The next file, whole or not at all; False when none is left to this worker."""
    with transaction.atomic():
        waiting = BulkItem.objects.filter(bulk_deed=asked, outcome=BulkOutcome.WAITING)
        rows = waiting.select_for_update(of=("self",), skip_locked=True)
        item = rows.select_related("bulk_deed__asked_by").order_by("place").first()
        if item is None:
            return False
        with override(item.bulk_deed.language):
            item.reason = attempt(item)[:500]
        item.outcome = BulkOutcome.REFUSED if item.reason else BulkOutcome.DONE
        item.dealt_at = timezone.now()
        item.save(update_fields=["outcome", "reason", "dealt_at"])
    return True


def attempt(item: BulkItem) -> str:
    """Does the deed with the rights the asker has now; the reason where it was refused."""
    asked = item.bulk_deed
    verb, person = Verb(asked.verb), asked.asked_by
    actor = Actor.of(person)
    case = Application.objects.lock(item.application_id)
    if not person.is_active or not may(actor, verb, case):
        return gettext("Your role may not do this with this application.")
    try:
        with transaction.atomic():
            lifecycle.VERBS[verb](case.pk, actor=actor, at=timezone.now(), **asked.inputs)
            # What would only fail at the commit would take the outcome with it, for ever again.
            connection.check_constraints()
    except DeedRefused as refused:
        return f"{refused} {refused.instead}".strip()
    except InputRefused as unfit:
        return " ".join(message for said in unfit.fields.values() for message in said)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is: the file shows it, the rest goes on)
        log.warning("%s failed on one file: %s", asked, type(error).__name__)
        return gettext("A fault prevented it: %(kind)s.") % {"kind": type(error).__name__}
    return ""


def finish_where_nothing_waits(asked: int, *, at: datetime) -> None:
    """The words go with the last file: each file's own statement keeps them."""
    waiting = BulkItem.objects.filter(bulk_deed=asked, outcome=BulkOutcome.WAITING)
    if not waiting.exists():
        BulkDeed.objects.filter(pk=asked, finished_at=None).update(finished_at=at, inputs={})
