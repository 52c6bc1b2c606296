"""Counting days at centres from the facts of the cases: whole groups, so a rerun changes nothing.

The follower only notes which groups are stale; whoever recounts them holds one lock, reads the
facts afresh, and writes the rows that differ, all in one transaction.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Count, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Greatest

from caseflow.applications.machine import SECONDS_OF_CLOCK
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Assistance, Channel, Clock
from caseflow.centers.models import Agency
from caseflow.indicators.crediting import credited, credited_groups, days_credited
from caseflow.indicators.days import around, day_of, office_day
from caseflow.indicators.durations import BOUNDS
from caseflow.indicators.ledger import Counts, differences, stored, write
from caseflow.indicators.models import Credit, DurationBin, Part, StaleDay, Tally
from caseflow.indicators.querysets import Group

log = logging.getLogger(__name__)

BATCH = 400
#: Any number that no other part of the product locks.
COUNTING = 7_264_001
TABLES = (Tally, DurationBin, Credit)
#: One text, because an array of parameters is adapted number by number in every query.
BOUNDS_IN_SQL = Cast(
    Value("{" + ",".join(map(str, BOUNDS)) + "}"), ArrayField(models.BigIntegerField())
)


@dataclass(frozen=True, slots=True)
class Mark:
    """An instant of a case, and what is counted by its day."""

    instant: str
    counters: dict[str, Q]


MARKS = (
    Mark(
        "filed_at",
        {
            "filed": Q(),
            **{f"filed_{channel}": Q(channel=channel) for channel in Channel.values},
            **{
                f"online_{assistance}": Q(channel=Channel.ONLINE, assistance=assistance)
                for assistance in Assistance.values
            },
        },
    ),
    Mark("received_at", {"received": Q()}),
    Mark(
        "finished_at",
        {
            "finished": Q(),
            "finished_early": Q(ended_on__lt=F("due_on")),
            "finished_on_time": Q(ended_on=F("due_on")),
            "finished_late": Q(ended_on__gt=F("due_on")),
            "finished_without_due": Q(due_on=None),
            "finished_by_due": Q(finished_at__lte=F("due_at")),
            "finished_document": Q(procedure_version__returns_document=True),
            "finished_electronic": Q(
                procedure_version__returns_document=True, electronic_result=True
            ),
        },
    ),
)


def affected(events: Iterable[Event]) -> set[Group]:
    """Every group in which a case of these events is counted."""
    cases = Application.objects.filter(pk__in={event.application_id for event in events})
    facts = cases.values_list("receiving_center", *(mark.instant for mark in MARKS))
    found = {(office_day(at), center) for center, *instants in facts for at in instants if at}
    return found | credited_groups(cases)


def recount(groups: Collection[Group]) -> int:
    """Counts whole groups from the facts; answers how many rows had to be changed."""
    if not groups:
        return 0
    with transaction.atomic():
        wait_for_turn()
        changes = [
            *differences(Tally, stored(Tally, groups), tallies(groups)),
            *differences(DurationBin, stored(DurationBin, groups), duration_bins(groups)),
            *differences(Credit, stored(Credit, groups), credited(groups)),
        ]
        write(changes)
    return len(changes)


def recount_stale() -> int:
    """Recounts what events made stale until nothing is; answers how many groups that were."""
    total = 0
    while counted := recount_stale_batch():
        total += counted
    return total


@transaction.atomic
def recount_stale_batch() -> int:
    """One batch; 0 when nothing is stale."""
    wait_for_turn()
    groups = StaleDay.objects.oldest_groups(BATCH)
    if groups:
        recount(groups.keys())
        StaleDay.objects.filter(pk__in=[row for rows in groups.values() for row in rows]).delete()
    return len(groups)


def recount_everything() -> int:
    """All groups from the facts, centre by centre; a difference is an alarm."""
    centers = Agency.objects.order_by("pk").values_list("pk", flat=True)
    changed = sum(recount(groups_of(center)) for center in centers)
    if changed:
        log.warning("The count from the facts differed from the tallies in %d rows", changed)
    return changed


def groups_of(center: int) -> set[Group]:
    """The days on which anything happened, or was counted, at a centre."""
    cases = Application.objects.filter(receiving_center=center).order_by()
    days = [
        *(cases.values_list(day_of(mark.instant), flat=True).distinct() for mark in MARKS),
        *(days_credited(part, center) for part in Part),
        *(table.objects.at([center]).values_list("day", flat=True).distinct() for table in TABLES),
    ]
    return {(day, center) for found in days for day in found if day}


def tallies(groups: Collection[Group]) -> Counts:
    counted: defaultdict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for mark in MARKS:
        counters = {name: Count("pk", filter=cases) for name, cases in mark.counters.items()}
        for day, center, procedure, *counts in counts_by_day(mark.instant, groups, counters):
            counted[day, center, procedure].update(dict(zip(counters, counts, strict=True)))
    return {key: tuple(row[name] for name in Tally.COUNTERS) for key, row in counted.items()}


def duration_bins(groups: Collection[Group]) -> Counts:
    return {
        (day, center, procedure, clock, place): (count,)
        for clock, column in SECONDS_OF_CLOCK.items()
        for day, center, procedure, place, count in counts_by_day(
            "finished_at", groups, {"count": Count("pk")}, by={"bin": bin_of_column(column)}
        )
        if place or clock == Clock.AGENCY
    }


def counts_by_day(
    instant: str,
    groups: Collection[Group],
    counters: Mapping[str, Count],
    by: Mapping[str, Combinable] = MappingProxyType({}),
) -> Iterator[tuple[Any, ...]]:
    """Day, centre, procedure, what else it is grouped by, and the counts, for these groups."""
    days = {"ended_on": day_of("finished_at"), "due_on": day_of("due_at")}
    cases = happened_around(instant, groups).annotate(**days).order_by()
    grouped = cases.values("receiving_center", "procedure", day=day_of(instant), **by)
    names = ("day", "receiving_center", "procedure", *by, *counters)
    rows = grouped.annotate(**counters).values_list(*names)
    return (row for row in rows.iterator() if row[:2] in groups)


def happened_around(instant: str, groups: Collection[Group]) -> QuerySet[Application]:
    """At the centres of these groups, between the first and the last of their days."""
    centers = {center for _day, center in groups}
    found: QuerySet[Application] = Application.objects.filter(receiving_center__in=centers)
    return found.filter(**around(instant, {day for day, _center in groups}))


def bin_of_column(column: str) -> Combinable:
    """`durations.bin_of`, computed by the database."""
    seconds = Greatest(F(column), Value(0))
    places = Func(
        seconds, BOUNDS_IN_SQL, function="width_bucket", output_field=models.IntegerField()
    )
    return places - 1


def wait_for_turn() -> None:
    """One count at a time; whoever waited reads what the other one left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COUNTING])
