"""Where the count is otherwise than it should be: facts by log and cases, tables by facts.

The database compares, row by row; only what differs is read.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from caseflow.applications.models import Cursor, Event
from caseflow.indicators import facts
from caseflow.indicators.facts import COLUMNS, Cases
from caseflow.indicators.grains import GRAINS, listed
from caseflow.indicators.models import Discrepancy, Fact, StaleCase
from caseflow.indicators.reference import Reference
from caseflow.indicators.staging import fetch, stage

#: Differences that are named of one comparison; more of them have one cause.
MOST = 1000
FACTS = Fact._meta.db_table
TOLD = "told_facts"
Against = Discrepancy.Against


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that should be otherwise; only the columns that differ, none for a missing row."""

    against: Discrepancy.Against
    table: str
    row: str
    stored: dict[str, Any] | None
    counted: dict[str, Any] | None

    def __str__(self) -> str:
        return f"{self.table} {self.row}: stored {self.stored}, counted {self.counted}"


def pending() -> set[int]:
    """Cases with events that were not counted yet."""
    place, _new = Cursor.objects.get_or_create(follower="indicators")
    later = Q(transaction_id__gt=place.transaction_id)
    later |= Q(transaction_id=place.transaction_id, pk__gt=place.event_id)
    past = Event.objects.filter(transaction_id__gte=place.transaction_id, pk__gt=place.floor)
    waiting = past.filter(later).values_list("application_id", flat=True)
    return {*waiting, *StaleCase.objects.values_list("application_id", flat=True)}


@transaction.atomic
def check_facts(cases: Cases) -> list[Difference]:
    """Facts that are otherwise than the chains of their cases, and those without a case.

    Cases whose events were not all counted yet are left out.
    """
    repeatable_read()
    waiting = pending()
    stage(TOLD, Fact, COLUMNS, facts.read(cases, Reference.load()))
    where = in_range(cases, "application_id")
    stored = f"SELECT {listed(COLUMNS)} FROM {FACTS}{where}"
    told = f"SELECT {listed(COLUMNS)} FROM {TOLD}"
    found = differing(Against.LOG, FACTS, COLUMNS[:1], COLUMNS[1:], stored, told)
    return [each for each in found if int(each.row) not in waiting]


def repeatable_read() -> None:
    """All of a comparison as of one instant; inside another transaction that is its affair."""
    if len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def in_range(cases: Cases, column: str) -> str:
    if cases.first is None or cases.last is None:
        return ""
    return f" WHERE {column} BETWEEN {cases.first} AND {cases.last}"


#: Columns that the machine keeps on the case by itself.
KEPT_BY_THE_MACHINE = (
    *("number", "origin", "procedure_id", "receiving_center_id", "deciding_agency_id"),
    *("returning_center_id", "officer_id", "state", "channel", "assistance", "filed_at"),
    *("reception_due_at", "received_at", "due_original_at", "due_at", "decided_at"),
    *("finished_at", "returned_at", "electronic_result", "paid_online", "outcome", "rating"),
    *("supplement_requests", "agency_seconds", "citizen_seconds"),
    *("other_agency_seconds", "payment_seconds"),
)


@transaction.atomic
def check_cases(cases: Cases) -> list[Difference]:
    """Facts that are otherwise than the machine left its cases: the independent witness."""
    repeatable_read()
    waiting = pending()
    columns = ("application_id", *KEPT_BY_THE_MACHINE)
    stored = f"SELECT {listed(columns)} FROM {FACTS}{in_range(cases, 'application_id')}"
    case = f"SELECT id AS application_id, {listed(KEPT_BY_THE_MACHINE)}"
    kept = f"{case} FROM applications_application{in_range(cases, 'id')}"
    found = differing(Against.CASES, FACTS, columns[:1], columns[1:], stored, kept)
    return [each for each in found if int(each.row) not in waiting]


def check_month(first: date, last: date) -> list[Difference]:
    """Rows of the count that are otherwise than facts, or finer rows, make them."""
    where = f"{{day}} BETWEEN DATE '{first}' AND DATE '{last}'"
    return [
        difference
        for grain in GRAINS
        for difference in differing(
            Against.FACTS,
            grain.name,
            grain.key,
            grain.values,
            f"SELECT {listed((*grain.key, *grain.values))} FROM {grain.name}"
            f" WHERE {where.format(day='day')}",
            grain.counted(where=where),
        )
    ]


def differing(
    against: Discrepancy.Against,
    table: str,
    key: tuple[str, ...],
    values: tuple[str, ...],
    stored: str,
    counted: str,
) -> list[Difference]:
    """Two queries with the same columns, compared row by row in the database."""
    same = f"({listed(values, 'stored.')}) IS NOT DISTINCT FROM ({listed(values, 'counted.')})"
    sql = (
        f"SELECT {listed(key)}, stored.one, counted.one,"
        f" {listed(values, 'stored.')}, {listed(values, 'counted.')}"
        f" FROM (SELECT 1 AS one, s.* FROM ({stored}) AS s) AS stored"
        f" FULL JOIN (SELECT 1 AS one, c.* FROM ({counted}) AS c) AS counted"
        f" USING ({listed(key)})"
        f" WHERE stored.one IS NULL OR counted.one IS NULL OR NOT ({same})"
        f" ORDER BY {listed(key)} LIMIT {MOST}"
    )
    return [difference_in(row, against, table, key, values) for row in fetch(sql)]


def difference_in(
    row: tuple[Any, ...],
    against: Discrepancy.Against,
    table: str,
    key: tuple[str, ...],
    values: tuple[str, ...],
) -> Difference:
    width = len(key)
    has_stored, has_counted, *columns = row[width:]
    stored, counted = columns[: len(values)], columns[len(values) :]
    ours, theirs = (dict(zip(values, found, strict=True)) for found in (stored, counted))
    apart = [name for name in values if ours[name] != theirs[name]]
    return Difference(
        against,
        table.removeprefix("indicators_"),
        " ".join(map(str, row[:width])),
        {name: ours[name] for name in apart} if has_stored else None,
        {name: theirs[name] for name in apart} if has_counted else None,
    )
