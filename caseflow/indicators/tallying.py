"""Keeping the count: facts anew from the log, and every table by what changed in them.

The follower only notes whose facts are stale; whoever counts them holds one lock, reads their
chains, and moves all tables by the difference, in one transaction. A rerun finds no difference.
"""

from collections.abc import Collection, Sequence

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from caseflow.applications.models import Event
from caseflow.indicators import facts
from caseflow.indicators.facts import Cases
from caseflow.indicators.grains import GRAINS, Grain, listed
from caseflow.indicators.models import Fact, StaleCase
from caseflow.indicators.reference import Reference
from caseflow.indicators.staging import run, stage

BATCH = 500
#: Any number that no other part of the product locks.
COUNTING = 7_264_001
FACTS = Fact._meta.db_table
#: Facts as their chains tell them now, where that is new, and as they stood.
FRESH, FORMER = "fresh_facts", "former_facts"


def wait_for_turn() -> None:
    """One count at a time; whoever waited reads what the other one left."""
    hold("pg_advisory_xact_lock")


def wait_beside_others() -> None:
    """Not while a count is at work, but together with others that only write facts."""
    hold("pg_advisory_xact_lock_shared")


def hold(lock: str) -> None:
    """Until the transaction ends; only then may it write figures (migration 0004)."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s)", [COUNTING])
        cursor.execute("SELECT set_config('caseflow.counting', 'on', true)")
        # Compiling the long lists of counters takes longer than counting.
        cursor.execute("SET LOCAL jit = off")


@transaction.atomic
def count(cases: Collection[int]) -> int:
    """Facts of these cases, and all that follows from them; answers how many facts changed."""
    if not cases:
        return 0
    wait_for_turn()
    changed = renew(Cases(keys=cases), Reference.load())
    if changed:
        for grain in GRAINS:
            move(grain)
    return changed


@transaction.atomic
def renew_facts(cases: Cases) -> int:
    """Only the facts; whoever calls this has the tables counted anew afterwards (`recount`).

    Ranges of cases may be renewed by many at once.
    """
    wait_beside_others()
    return renew(cases, Reference.load()) + remove_strays(cases)


def remove_strays(cases: Cases) -> int:
    """Facts of cases that the log does not know."""
    chains = Event.objects.filter(application=OuterRef("pk"))
    count, _by_table = Fact.objects.filter(cases.among("pk"), ~Exists(chains)).delete()
    return count


def renew(cases: Cases, reference: Reference) -> int:
    """Writes the facts that are not as their chains tell them, and keeps what they were."""
    stage(FRESH, Fact, facts.COLUMNS, facts.read(cases, reference))
    run(
        f"DELETE FROM {FRESH} AS fresh USING {FACTS} AS stored"
        " WHERE stored.application_id = fresh.application_id"
        f" AND ({listed(facts.COLUMNS, 'stored.')})"
        f" IS NOT DISTINCT FROM ({listed(facts.COLUMNS, 'fresh.')})"
    )
    stage(FORMER, Fact, facts.COLUMNS, ())
    same = "stored.application_id = fresh.application_id"
    run(
        f"INSERT INTO {FORMER} SELECT stored.* FROM {FACTS} AS stored"
        f" JOIN {FRESH} AS fresh ON {same}"
    )
    columns = listed(facts.COLUMNS)
    changes = ", ".join(f"{name} = excluded.{name}" for name in facts.COLUMNS[1:])
    return run(
        f"INSERT INTO {FACTS} ({columns}) SELECT {columns} FROM {FRESH}"
        f" ON CONFLICT (application_id) DO UPDATE SET {changes}"
    )


def move(grain: Grain) -> None:
    """Moves a table by what the changed facts, or the changes of its source, make of it."""
    if grain.source is Fact:
        sql = difference(grain, grain.counted(FRESH), grain.counted(FORMER))
    else:
        sql = grain.counted(change_of(grain.source._meta.db_table))
    name = change_of(grain.name)
    columns = (*grain.key, *grain.values)
    stage(name, grain.table, columns, ())
    if run(
        f"INSERT INTO {name} ({listed(columns)}) SELECT {listed(columns)} FROM ({sql}) AS found"
    ):
        add(grain, name)


def change_of(table: str) -> str:
    return f"change_of_{table.removeprefix('indicators_')}"


def difference(grain: Grain, now: str, before: str) -> str:
    keys = listed(grain.key)
    less = ", ".join(f"-{name}" for name in grain.values)
    sums = ", ".join(f"NULLIF(sum({name}), 0) AS {name}" for name in grain.values)
    return (
        f"SELECT {keys}, {sums} FROM (SELECT {keys}, {listed(grain.values)} FROM ({now}) AS now"
        f" UNION ALL SELECT {keys}, {less} FROM ({before}) AS before) AS both_sides"
        f" GROUP BY {keys} HAVING NOT ROW({some(grain)}) IS NULL"
    )


def some(grain: Grain) -> str:
    return ", ".join(f"NULLIF(sum({name}), 0)" for name in grain.values)


def add(grain: Grain, change: str) -> None:
    """Rows of which nothing is left vanish."""
    columns = listed((*grain.key, *grain.values))
    sums = ", ".join(
        f"{name} = NULLIF(COALESCE(stored.{name}, 0) + COALESCE(excluded.{name}, 0), 0)"
        for name in grain.values
    )
    run(
        f"INSERT INTO {grain.name} AS stored ({columns}) SELECT {columns} FROM {change}"
        f" ON CONFLICT ({listed(grain.key)}) DO UPDATE SET {sums}"
    )
    run(
        f"DELETE FROM {grain.name} AS stored USING {change} AS change"
        f" WHERE {same_key(grain.key)} AND ROW({listed(grain.values, 'stored.')}) IS NULL"
    )


def same_key(key: Sequence[str]) -> str:
    return " AND ".join(f"stored.{name} = change.{name}" for name in key)


def count_stale() -> int:
    """Counts what events made stale until nothing is; answers how many cases that were."""
    total = 0
    while counted := count_stale_batch():
        total += counted
    return total


@transaction.atomic
def count_stale_batch() -> int:
    """One batch; 0 when nothing is stale."""
    wait_for_turn()
    cases = StaleCase.objects.oldest(BATCH)
    if cases:
        count(cases.keys())
        StaleCase.objects.filter(pk__in=[row for rows in cases.values() for row in rows]).delete()
    return len(cases)
