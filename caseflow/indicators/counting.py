"""The conditions of `counters` as SQL: one text for the tables here and for files elsewhere.

What is written here asks for nothing but columns of `Fact` by their bare names, literals in
place, `FILTER`, `CASE`, `UNION ALL` and `date_trunc`, which other engines know too; only the bins
ask for PostgreSQL's `width_bucket`.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.sql import Query

from caseflow.indicators.counters import BY_NAME, COUNTERS, DAYS
from caseflow.indicators.durations import BIN_COLUMNS, IN_A_BUCKET, bin_in_sql
from caseflow.indicators.measures import Measure, timing
from caseflow.indicators.models import Fact, OpenBy


def condition(cases: Q) -> str:
    """The SQL of a condition on `Fact`, with bare column names and literals in place."""
    query = Query(Fact, alias_cols=False)
    return text_of(query, query.build_where(cases))


def sql_of(expression: Any) -> str:
    """The SQL of an expression over its columns, in the same way."""
    query = Query(Fact, alias_cols=False)
    return text_of(query, expression.resolve_expression(query))


def text_of(query: Query, expression: Any) -> str:
    sql, values = query.get_compiler(connection=connection).compile(expression)
    return str(sql % tuple(map(literal, values)))


def literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


@cache
def aggregate(name: str) -> str:
    """The SQL of a counter over rows of facts."""
    counter = BY_NAME[name]
    found = f"sum({counter.sum_of})" if counter.sum_of else "count(*)"
    found += f" FILTER (WHERE {condition(counter.cases)})" if counter.cases else ""
    return f"CAST({found} AS BIGINT)"


def month(day: str) -> str:
    return f"CAST(date_trunc('month', {day}) AS DATE)"


def total(sql: str, name: str) -> str:
    """A number under its name; null where it is nothing."""
    return f"NULLIF({sql}, 0) AS {name}"


def positions(by: Iterable[str], more: int = 0) -> str:
    return ", ".join(str(place) for place in range(1, len(list(by)) + more + 1))


def counted(source: str, by: Mapping[str, str], *, where: str = "") -> str:
    """A query for all counters over the rows of `source`, by day and by other columns.

    `by` names the columns of the answer and gives their SQL; `{day}` in it and in `where` stands
    for the day that is counted by. Columns: those of `by`, then the counters as declared; a
    counter of nothing is null.
    """
    branches = " UNION ALL ".join(branch(source, by, day, where) for day in DAYS)
    # Each counter has one branch. Adding up would make PostgreSQL reckon beyond 64 bits.
    totals = ", ".join(total(f"max({counter.name})", counter.name) for counter in COUNTERS)
    keys, names = ", ".join(by), ", ".join(counter.name for counter in COUNTERS)
    found = f"SELECT {keys}, {totals} FROM ({branches}) AS branches GROUP BY {keys}"
    # A day on which something is, but nothing that counts, has no row.
    return f"SELECT * FROM ({found}) AS found WHERE COALESCE({names}) IS NOT NULL"


def branch(source: str, by: Mapping[str, str], day: str, where: str) -> str:
    """What is counted by one of the days."""
    keys = ", ".join(f"{sql.format(day=day)} AS {name}" for name, sql in by.items())
    counts = ", ".join(
        f"{aggregate(c.name) if c.day == day else 'CAST(NULL AS BIGINT)'} AS {c.name}"
        for c in COUNTERS
    )
    kept = f"{day} IS NOT NULL" + (f" AND {where.format(day=day)}" if where else "")
    return f"SELECT {keys}, {counts} FROM {source} WHERE {kept} GROUP BY {positions(by)}"


def open_files(by: OpenBy, source: str, more: Mapping[str, str], *, where: str = "") -> str:
    """A query for what has not ended; columns: `counted_by`, the day, those of `more`, the holder,
    count."""
    keys = ", ".join(f"{sql} AS {name}" for name, sql in more.items())
    kept = f"{by.day} IS NOT NULL AND finished_on IS NULL"
    kept += f" AND {where.format(day=by.day)}" if where else ""
    return (
        f"SELECT '{by}' AS counted_by, {by.day} AS day, {keys}, {sql_of(by.holder)} AS holder,"
        f" count(*) AS count FROM {source} WHERE {kept} GROUP BY {positions(more, 3)}"
    )


def binned(source: str, by: Mapping[str, str], *, where: str = "") -> str:
    """A query for the bins of every measure, bucket by bucket; columns: those of `by`, measure,
    bucket, the cases of the bucket and of each bin in it."""
    found = " UNION ALL ".join(timed(measure, source, by, where) for measure in Measure)
    places = ", ".join(
        f"{added_up(f'bin % {IN_A_BUCKET} = {place}')} AS {name}"
        for place, name in enumerate(BIN_COLUMNS)
    )
    return (
        f"SELECT {', '.join(by)}, measure, bin / {IN_A_BUCKET} AS bucket,"
        f" {added_up()} AS count, {places} FROM ({found}) AS timed"
        f" GROUP BY {positions(by, 2)}"
    )


def added_up(cases: str = "") -> str:
    kept = f" FILTER (WHERE {cases})" if cases else ""
    return f"CAST(sum(count){kept} AS BIGINT)"


def timed(measure: Measure, source: str, by: Mapping[str, str], where: str) -> str:
    found = timing(measure)
    keys = ", ".join(f"{sql.format(day=found.day)} AS {name}" for name, sql in by.items())
    kept = [f"{found.day} IS NOT NULL", condition(found.cases)]
    kept += [where.format(day=found.day)] if where else []
    return (
        f"SELECT {keys}, '{measure}' AS measure, {sql_of(bin_in_sql(found.column))} AS bin,"
        f" count(*) AS count FROM {source} WHERE {' AND '.join(kept)}"
        f" GROUP BY {positions(by, 2)}"
    )
