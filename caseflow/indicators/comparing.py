"""Where the count is otherwise than it should be: facts by log and cases, tables by facts.

The database compares, row by row; only what differs is read.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from caseflow.applications.models import Cursor, Event
from caseflow.indicators import facts
from caseflow.indicators.counting import condition
from caseflow.indicators.facts import COLUMNS, Cases
from caseflow.indicators.grains import GRAINS, listed
from caseflow.indicators.models import Discrepancy, Fact, StaleCase
from caseflow.indicators.moments import one_moment
from caseflow.indicators.months import Month
from caseflow.indicators.reference import Reference
from caseflow.indicators.staging import fetch, stage

#: Differences that are named of one comparison; more of them have one cause.
MOST = 1000
ALL = Cases()
FACTS = Fact._meta.db_table
KEY = "application_id"
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


def pending(cases: Cases = ALL) -> set[int]:
    """Those with events that were not counted yet."""
    place, _new = Cursor.objects.get_or_create(follower="indicators")
    ahead = Event.objects.beyond(place).filter(cases.among(KEY)).order_by()
    stale = StaleCase.objects.filter(cases.among(KEY))
    return {*ahead.values_list(KEY, flat=True), *stale.values_list(KEY, flat=True)}


def all_counted(cases: Cases) -> Cases:
    """Without those that have events which their facts, and the tables, do not know yet."""
    return replace(cases, but=pending(cases))


@one_moment()
def check_facts(cases: Cases) -> list[Difference]:
    """Facts that are otherwise than the chains of their cases, and those without a case.

    Cases whose events were not all counted yet are left out.
    """
    cases = all_counted(cases)
    stage(TOLD, Fact, COLUMNS, facts.read(cases, Reference.load()))
    stored = f"SELECT {listed(COLUMNS)} FROM {FACTS} WHERE {condition(cases.among(KEY))}"
    told = f"SELECT {listed(COLUMNS)} FROM {TOLD}"
    return differing(Against.LOG, FACTS, (KEY,), COLUMNS[1:], stored, told)


#: Columns that the machine keeps on the case by itself.
KEPT_BY_THE_MACHINE = (
    *("number", "origin", "procedure_id", "receiving_center_id", "deciding_agency_id"),
    *("returning_center_id", "officer_id", "state", "channel", "assistance", "filed_at"),
    *("reception_due_at", "received_at", "due_original_at", "due_at", "decided_at"),
    *("finished_at", "returned_at", "electronic_result", "paid_online", "outcome", "rating"),
    *("supplement_requests", "agency_seconds", "citizen_seconds"),
    *("other_agency_seconds", "payment_seconds"),
)


@one_moment()
def check_cases(cases: Cases) -> list[Difference]:
    """Facts that are otherwise than the machine left its cases: the independent witness."""
    columns, asked = listed((KEY, *KEPT_BY_THE_MACHINE)), condition(all_counted(cases).among(KEY))
    case = f"SELECT id AS {KEY}, {listed(KEPT_BY_THE_MACHINE)} FROM applications_application"
    stored = f"SELECT {columns} FROM {FACTS} WHERE {asked}"
    kept = f"SELECT {columns} FROM ({case}) AS cases WHERE {asked}"
    return differing(Against.CASES, FACTS, (KEY,), KEPT_BY_THE_MACHINE, stored, kept)


@one_moment()
def check_month(first: date, last: date) -> list[Difference]:
    """Rows of the count that are otherwise than facts, or finer rows, make them."""
    month = Month(first, last)
    month.stage()
    return [
        difference
        for grain in GRAINS
        for difference in differing(
            Against.FACTS,
            grain.name,
            grain.key,
            grain.values,
            f"SELECT {listed((*grain.key, *grain.values))} FROM {grain.name} WHERE {month.rows}",
            month.counted(grain),
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
