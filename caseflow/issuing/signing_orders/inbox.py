"""What waits for somebody's signature, the longest waiting first, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from caseflow.accounts.models import Role
from caseflow.applications.actors import Actor
from caseflow.applications.paging import Key
from caseflow.issuing.models import SigningBatch, SigningOrder
from caseflow.issuing.signing_orders.querysets import SigningOrderQuerySet

ORDER = ("opened_at", "pk")
#: Nobody needs to know how far beyond this an inbox goes.
CAP = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the inbox; nothing does by default."""

    procedures: Sequence[int] | None = None
    outcome: str = ""
    due_before: datetime | None = None
    key: str = ""
    #: Confirmed by this person at the desk, waiting for the device.
    confirmed_by: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[SigningOrder]
    #: Keys of the neighbouring pages; empty where there is none.
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    after: Key | None = None
    before: Key | None = None


FIRST = Place()


def has_one(actor: Actor) -> bool:
    """Leaders, and who signs for one today."""
    return actor.role == Role.LEADER or bool(actor.mandates)


def waiting_for(actor: Actor, wanted: Wanted | None = None) -> SigningOrderQuerySet:
    orders: SigningOrderQuerySet = SigningOrder.objects.waiting().addressed_to(actor)
    return narrowed(orders, wanted) if wanted else orders


def narrowed(orders: SigningOrderQuerySet, wanted: Wanted) -> SigningOrderQuerySet:
    asked = Q()
    if wanted.procedures is not None:
        asked &= Q(application__procedure__in=wanted.procedures)
    if wanted.outcome:
        asked &= Q(application__outcome=wanted.outcome)
    if wanted.due_before:
        asked &= Q(application__due_at__lte=wanted.due_before)
    if wanted.key:
        asked &= Q(key=wanted.key)
    if wanted.confirmed_by:
        confirmed = SigningBatch.objects.pending().filter(asked_by=wanted.confirmed_by)
        asked &= Q(pk__in=confirmed.values("items__order"))
    return orders.filter(asked)


def page_of(orders: SigningOrderQuerySet, *, place: Place = FIRST, size: int) -> Page:
    way = tuple(f"-{name}" for name in ORDER) if place.before else ORDER
    if key := place.before or place.after:
        orders = orders.filter(key.beyond((way[0], way[1])))
    found = list(orders.for_display().order_by(*way)[: size + 1])
    more, rows = len(found) > size, found[:size]
    if place.before:
        rows.reverse()
    if not rows:
        return Page(rows)
    return Page(
        rows,
        after=key_of(rows[-1]) if more or place.before else "",
        before=key_of(rows[0]) if place.after or (place.before and more) else "",
    )


def key_of(order: SigningOrder) -> str:
    return str(Key(order.opened_at, order.pk))


def count(actor: Actor) -> int:
    """As far as anybody counts."""
    return waiting_for(actor).order_by()[: CAP + 1].count() if has_one(actor) else 0


@dataclass(slots=True)
class Sum:
    """How many results of one procedure and outcome are among those chosen."""

    procedure: str
    outcome: str
    count: int = 0
    orders: list[SigningOrder] = field(default_factory=list)
