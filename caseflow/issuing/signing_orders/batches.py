"""Hundreds of results signed with one confirmation: chosen, looked through, confirmed, done.

The rows are the queue. With a key on the server a worker signs one after the other, each under its
own reference, so a worker that dies is followed by one that neither repeats nor skips. With the
key on a device the same rows wait for its values. A signer out of reach lets the batch rest.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import override

from caseflow.applications import many
from caseflow.applications.actors import Actor
from caseflow.applications.many import Refusal, grouped
from caseflow.applications.states import BulkOutcome
from caseflow.issuing.models import SigningBatch, SigningBatchItem, SigningOrder
from caseflow.issuing.signing_orders import chains, claiming
from caseflow.issuing.signing_orders.inbox import Sum
from caseflow.issuing.signing_orders.refusing import (
    OrderRefused,
    SigningForbidden,
    revoked,
    signed_already,
)
from caseflow.issuing.signing_orders.signatories import signatory_for
from caseflow.issuing.states import KeyPlace, OrderState
from signatures.signing import SigningUnavailable

TASK = "issuing.sign_batches"


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be signed now, by procedure and outcome, and what would not."""

    sums: Sequence[Sum]
    refusals: Sequence[Refusal]
    on_device: int

    @property
    def possible(self) -> int:
        return sum(line.count for line in self.sums)

    @property
    def refused(self) -> int:
        return sum(refusal.count for refusal in self.refusals)


def choose(orders: Iterable[int], *, actor: Actor, at: datetime) -> SigningBatch:
    """Signs nothing."""
    return many.choose(SigningBatch(asked_by_id=actor.account), orders, at=at)


def preview(chosen: SigningBatch, *, actor: Actor) -> Preview:
    """Writes nothing; each is asked again when its turn comes."""
    orders = SigningOrder.objects.filter(pk__in=chosen.items.values("order")).for_display()
    sums: dict[tuple[str, str], Sum] = {}
    refused, on_device = [], 0
    for order in orders.longest_waiting_first():
        case = order.application
        if reason := obstacle(order, actor):
            refused.append((reason, case.number))
            continue
        on_device += order.key == KeyPlace.DEVICE
        kind = (case.procedure.name, str(case.get_outcome_display()))
        line = sums.setdefault(kind, Sum(*kind))
        line.count += 1
        line.orders.append(order)
    lines = sorted(sums.values(), key=lambda line: -line.count)
    return Preview(lines, grouped(refused), on_device)


def obstacle(order: SigningOrder, actor: Actor) -> str:
    """Why this person cannot sign it as it stands; empty where they can."""
    try:
        signatory_for(order, actor)
    except SigningForbidden as forbidden:
        return str(forbidden)
    stands = order.state == OrderState.WAITING and order.application.decided_at
    return "" if stands else over(order)


def over(order: SigningOrder) -> str:
    if order.state in (OrderState.WAITING, OrderState.WITHDRAWN):
        return str(revoked())
    return str(signed_already())


def confirm(chosen: SigningBatch, *, at: datetime) -> bool:
    """The one confirmation."""
    return many.confirm(chosen, task=TASK, at=at)


def carry_out() -> None:
    """A slice of the batch that has waited longest; asks for the next slice if any is left."""
    now, seconds = timezone.now(), settings.ISSUING_SIGNING_LEASE_SECONDS
    batch = many.lease(workable(now), seconds=seconds, now=now)
    if batch is None:
        return
    SigningBatch.objects.filter(pk=batch.pk).update(error="")
    until, goes_on = monotonic() + many.SLICE_SECONDS, True
    while goes_on and monotonic() < until:
        goes_on = deal_with_next(batch)
    now = timezone.now()
    many.finish_where_nothing_waits(batch, at=now)
    if goes_on:
        SigningBatch.objects.filter(pk=batch.pk).update(leased_until=now)
    if workable(now).exists():
        many.hint(TASK)


def workable(now: datetime) -> QuerySet[SigningBatch]:
    """With results that a key on the server signs, and no worker at them."""
    theirs = SigningBatchItem.objects.filter(batch=OuterRef("pk"), outcome=BulkOutcome.WAITING)
    on_server = theirs.exclude(order__key=KeyPlace.DEVICE)
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return SigningBatch.objects.pending().filter(Exists(on_server), free)


def deal_with_next(batch: SigningBatch) -> bool:
    """The next result; False when none is left to this worker or the signer is out of reach.

    No lock is held while it is signed: whoever is killed leaves what its reference finds again.
    """
    waiting = SigningBatchItem.objects.filter(batch=batch, outcome=BulkOutcome.WAITING)
    item = waiting.exclude(order__key=KeyPlace.DEVICE).order_by("place").first()
    if item is None:
        return False
    with override(batch.language):
        try:
            reason = attempt(item.order_id, batch)
        except SigningUnavailable as unavailable:
            rest(batch, str(unavailable))
            return False
    many.settle(waiting.filter(pk=item.pk), reason, at=timezone.now())
    lease = timezone.now() + timedelta(seconds=settings.ISSUING_SIGNING_LEASE_SECONDS)
    SigningBatch.objects.filter(pk=batch.pk).update(leased_until=lease)
    return True


def rest(batch: SigningBatch, error: str) -> None:
    pause = timedelta(seconds=settings.ISSUING_SIGNING_PAUSE_SECONDS)
    SigningBatch.objects.filter(pk=batch.pk).update(
        leased_until=timezone.now() + pause, error=error[:300]
    )


def attempt(key: int, batch: SigningBatch) -> str:
    """Signs with the right its asker has now; the reason where it was refused."""
    order, asker, at = chains.loaded(key), batch.asked_by, timezone.now()
    if is_signed_by(order, asker.pk):
        return ""
    try:
        signatory = signatory_for(order, Actor.of(asker))
        if order.state == OrderState.WAITING:
            claiming.refuse_unless_waiting(order)
            claiming.claim(order, signatory, at=at)
    except (SigningForbidden, OrderRefused) as refused:
        return str(refused)
    return what_hindered(chains.loaded(key), asker.pk, at=at)


def is_signed_by(order: SigningOrder, person: int) -> bool:
    return order.state == OrderState.ISSUED and order.signatory_id == person


def what_hindered(order: SigningOrder, asker: int, *, at: datetime) -> str:
    """Goes on with what the asker claimed, now or before a worker was lost."""
    if order.state == OrderState.SIGNING and order.signatory_id == asker:
        error = claiming.try_on(order.pk, at=at)
        if isinstance(error, SigningUnavailable):
            raise error
        if error:
            claiming.release(order, claiming.told(error))
            return claiming.told(error)
        order = chains.loaded(order.pk)
    return "" if is_signed_by(order, asker) else over(order)


def came_from_device(order: int, signatory: int, *, at: datetime) -> None:
    """The batches in which the result waited for a device learn what became of it."""
    found = SigningOrder.objects.get(pk=order)
    counts = found.state != OrderState.WITHDRAWN

    def reason(batch: SigningBatch) -> str:
        return "" if counts and batch.asked_by_id == signatory else over(found)

    settle_waiting(SigningBatchItem.objects.filter(order=order), reason, at=at)


def withdrawn(application: int, *, at: datetime) -> None:
    """Its withdrawn results are waited for no more."""
    gone = SigningBatchItem.objects.filter(
        order__application=application, order__state=OrderState.WITHDRAWN
    )
    settle_waiting(gone, lambda _batch: str(revoked()), at=at)


def settle_waiting(
    items: QuerySet[SigningBatchItem], reason: Callable[[SigningBatch], str], *, at: datetime
) -> None:
    waiting = items.filter(outcome=BulkOutcome.WAITING)
    for item in waiting.select_related("batch"):
        with override(item.batch.language):
            told = reason(item.batch)
        many.settle(waiting.filter(pk=item.pk), told, at=at)
        many.finish_where_nothing_waits(item.batch, at=at)
