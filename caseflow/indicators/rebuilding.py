"""Proving the stored counts against the log, and mending them from it."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from caseflow.applications.following import follow
from caseflow.applications.models import Cursor, Event
from caseflow.indicators.ledger import Difference, differences, stored, write
from caseflow.indicators.models import Credit, DurationBin, StaleDay, Tally
from caseflow.indicators.querysets import Group
from caseflow.indicators.replaying import replay
from caseflow.indicators.tallying import affected, recount_stale, wait_for_turn


@dataclass(frozen=True, slots=True)
class Comparison:
    differences: list[Difference]
    #: Days at centres that were not counted yet, and are left out of the comparison.
    pending: set[Group]


def catch_up() -> set[Group]:
    """Counts what has happened; answers what transactions still in flight hold back."""
    follow("indicators")
    recount_stale()
    return pending()


def pending() -> set[Group]:
    place, _new = Cursor.objects.get_or_create(follower="indicators")
    later = Q(transaction_id__gt=place.transaction_id)
    later |= Q(transaction_id=place.transaction_id, pk__gt=place.event_id)
    stale = StaleDay.objects.values_list("day", "center")
    return {*stale, *affected(Event.objects.filter(later).only("application"))}


@transaction.atomic
def compare() -> Comparison:
    """What the tables say otherwise than the log, both as of one instant."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    waiting = pending()
    found = against_the_log()
    return Comparison([change for change in found if change.key[:2] not in waiting], waiting)


@transaction.atomic
def rebuild() -> Comparison:
    """Makes the tables what the log says; answers what had to be changed."""
    wait_for_turn()
    changes = against_the_log()
    write(changes)
    return Comparison(changes, set())


def against_the_log() -> list[Difference]:
    tallies, bins, credits = replay()
    return [
        *differences(Tally, stored(Tally), tallies),
        *differences(DurationBin, stored(DurationBin), bins),
        *differences(Credit, stored(Credit), credits),
    ]
