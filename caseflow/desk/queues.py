"""What lies on the desk: six queues, whose duty each is, and how many files wait there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.paging import OLDEST_FIRST, SOONEST_DUE_FIRST, Order
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.states import AT_WORK, WAITING, State
from caseflow.centers.calendars import days_ahead

#: Nobody needs to know how far beyond a thousand a queue goes, and counting stays cheap.
CAP = 1000


class Queue(TextChoices):
    TO_RECEIVE = "to_receive", _("to receive")
    IN_REVIEW = "in_review", _("in review")
    WAITING = "waiting", _("waiting")
    TO_RETURN = "to_return", _("to return")
    DUE_SOON = "due_soon", _("due soon")
    OVERDUE = "overdue", _("overdue")


RECEIVING, DECIDING, RETURNING = "receiving_center", "deciding_agency", "returning_center"
#: Which offices a file of the queue waits for.
DUTY: dict[Queue, tuple[str, ...]] = {
    Queue.TO_RECEIVE: (RECEIVING,),
    Queue.IN_REVIEW: (RECEIVING, DECIDING),
    Queue.WAITING: (RECEIVING, DECIDING),
    Queue.TO_RETURN: (RETURNING,),
    Queue.DUE_SOON: (RECEIVING, DECIDING),
    Queue.OVERDUE: (RECEIVING, DECIDING),
}
#: In which states the files of a queue are, where those lead to them.
STATES: dict[Queue, tuple[str, ...]] = {
    Queue.TO_RECEIVE: (State.FILED,),
    Queue.IN_REVIEW: AT_WORK,
    Queue.WAITING: WAITING,
}
BY_DATE = (Queue.DUE_SOON, Queue.OVERDUE)


def order_of(queue: Queue) -> Order:
    return SOONEST_DUE_FIRST if queue in BY_DATE else OLDEST_FIRST


def horizon(actor: Actor, now: datetime) -> datetime:
    """Until when something is due soon: so many working days of the actor's office."""
    office = actor.office_ids[0] if actor.office_ids else None
    return days_ahead(office, now, settings.NOTICES_DUE_SOON_DAYS)


def files_in(queue: Queue, actor: Actor, now: datetime) -> ApplicationQuerySet:
    """The files of the queue, of all offices."""
    cases: ApplicationQuerySet = Application.objects.all()
    match queue:
        case Queue.TO_RECEIVE:
            return cases.to_receive()
        case Queue.IN_REVIEW:
            return cases.in_review()
        case Queue.WAITING:
            return cases.waiting()
        case Queue.TO_RETURN:
            return cases.to_return()
        case Queue.DUE_SOON:
            return cases.due_soon(now, until=horizon(actor, now))
        case Queue.OVERDUE:
            return cases.overdue(now)


def files_for(actor: Actor, queue: Queue, now: datetime) -> ApplicationQuerySet:
    """The files of the queue that wait for one of the actor's offices."""
    cases = files_in(queue, actor, now)
    if actor.sees_everything:
        return cases
    duty = Q()
    for column in DUTY[queue]:
        duty |= Q(**{f"{column}__in": actor.office_ids})
    return cases.filter(duty)


def queue_holding(state: str) -> Queue | None:
    """Where a file in this state waits; None when it waits no more."""
    held = {State.FILED: Queue.TO_RECEIVE, State.ISSUED: Queue.TO_RETURN}
    held |= dict.fromkeys(AT_WORK, Queue.IN_REVIEW) | dict.fromkeys(WAITING, Queue.WAITING)
    return held.get(State(state))


@dataclass(frozen=True, slots=True)
class Count:
    """How many files wait, as far as anybody counts."""

    queue: Queue
    number: int

    def __str__(self) -> str:
        return f"{CAP}+" if self.number > CAP else str(self.number)


def counts(actor: Actor, now: datetime) -> list[Count]:
    if not (actor.sees_everything or actor.office_ids):
        return [Count(queue, 0) for queue in Queue]
    queues = {queue: files_for(actor, queue, now) for queue in Queue}
    return [Count(queue, number) for queue, number in capped_counts(queues).items()]


def capped_counts(querysets: Mapping[Queue, ApplicationQuerySet]) -> dict[Queue, int]:
    """All counts in one statement, none of which reads past the cap."""
    parts: list[str] = []
    values: list[Any] = []
    for queryset in querysets.values():
        sql, bound = queryset.order_by().values("pk")[: CAP + 1].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS waiting)")  # noqa: S608 (compiled by us)
        values.extend(bound)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        numbers = cursor.fetchone()
    return dict(zip(querysets, numbers, strict=True))
