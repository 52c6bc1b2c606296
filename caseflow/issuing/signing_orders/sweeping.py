"""What a lost worker, an absent signer or a silent device left behind is found by its row."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from caseflow.issuing.models import Preparation, SigningOrder
from caseflow.issuing.signing_orders import chains, claiming, device
from caseflow.issuing.states import KeyPlace, OrderState
from signatures import erasing
from signatures.models import Signature

#: Orders of one sweep; the next one goes on.
MOST = 50
#: A digest is refused long before; its document is then of no more use to anybody.
KEPT = timedelta(days=1)


def sweep(*, at: datetime) -> None:
    for order in unfinished(at):
        claiming.try_on(order, at=at)
    for order in answered_and_forgotten(at):
        device.adopted(chains.loaded(order), at=at)
    discard_unanswered(at)


def unfinished(at: datetime) -> Iterator[int]:
    """Claimed and left lying; a decision signed at once is its follower's job."""
    for _place in range(MOST):
        with transaction.atomic():
            claimed = SigningOrder.objects.filter(state=OrderState.SIGNING, not_before__lte=at)
            rows = claimed.exclude(key=KeyPlace.AT_ONCE).select_for_update(skip_locked=True)
            order = rows.order_by("not_before", "pk").first()
            if order is None:
                return
            order.not_before = at + timedelta(seconds=settings.ISSUING_SIGNING_LEASE_SECONDS)
            order.save(update_fields=["not_before"])
        yield order.pk


def answered_and_forgotten(at: datetime) -> list[int]:
    """A value came in time to sign, and its process ended before it took the order."""
    lease = timedelta(seconds=settings.ISSUING_SIGNING_LEASE_SECONDS)
    given = Preparation.objects.filter(
        is_answered(), answered_at=None, order__state=OrderState.WAITING, made_at__lte=at - lease
    )
    return list(given.order_by("order").values_list("order", flat=True).distinct()[:MOST])


def is_answered() -> Exists:
    """Whether the value of a preparation came, even where nobody went on with it."""
    return Exists(
        Signature.objects.filter(
            reference=OuterRef("prepared__reference"),
            certificate=OuterRef("prepared__certificate"),
            signed_at=OuterRef("prepared__signed_at"),
        )
    )


@transaction.atomic
def discard_unanswered(at: datetime) -> None:
    """Documents prepared for a device that never answered; never one whose value was taken."""
    old = Preparation.objects.filter(~is_answered(), answered_at=None, made_at__lte=at - KEPT)
    unused = list(old.select_related("prepared").order_by("made_at")[:MOST])
    Preparation.objects.filter(pk__in=[one.pk for one in unused]).delete()
    erasing.discard(one.prepared for one in unused)
