"""Many sums in one array; the ORM takes longer to write a hundred aggregates than PostgreSQL to add
them up."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.sql.compiler import SQLCompiler

from caseflow.indicators.durations import BIN_COLUMNS, BOUNDS, IN_A_BUCKET


class Sums(models.Expression):
    """Of columns."""

    contains_aggregate = True

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(output_field=ArrayField(models.BigIntegerField()))
        self.names = tuple(names)

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        quoted = connection.ops.quote_name
        table = quoted(compiler.query.get_initial_alias())
        sums = (f"COALESCE(SUM({term}), 0)" for term in self.terms(f"{table}.", quoted))
        return f"ARRAY[{', '.join(sums)}]::bigint[]", ()

    def terms(self, table: str, quoted: Callable[[str], str]) -> Iterator[str]:
        return (table + quoted(name) for name in self.names)


class BucketsFrom(Sums):
    """The cases of buckets that lie in each of some bins or beyond it."""

    def __init__(self, rungs: Iterable[int]) -> None:
        super().__init__(["count", "bucket", *BIN_COLUMNS])
        self.rungs = tuple(rungs)

    def terms(self, table: str, quoted: Callable[[str], str]) -> Iterator[str]:
        count, bucket, *bins = super().terms(table, quoted)
        for rung in self.rungs:
            reached, place = divmod(rung, IN_A_BUCKET)
            some = " - ".join((count, *(f"COALESCE({name}, 0)" for name in bins[:place])))
            yield (
                f"CASE WHEN {bucket} > {reached} THEN {count}"
                f" WHEN {bucket} = {reached} THEN {some} END"
            )


class SecondsFrom(Sums):
    """The same of single cases, from the seconds they took."""

    def __init__(self, column: str, rungs: Iterable[int]) -> None:
        super().__init__([column])
        self.rungs = tuple(rungs)

    def terms(self, table: str, quoted: Callable[[str], str]) -> Iterator[str]:
        [seconds] = super().terms(table, quoted)
        for rung in self.rungs:
            # What took less than no time lies in the first bin, too.
            lies_there = f"{seconds} >= {BOUNDS[rung]}" if rung else "true"
            yield f"CASE WHEN {lies_there} THEN 1 END"
