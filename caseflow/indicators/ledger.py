"""Comparing what is stored with what was counted, and writing only the rows that differ."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection

from caseflow.indicators.models import Credit, DurationBin, Tally
from caseflow.indicators.querysets import Group

Table = type[Tally] | type[DurationBin] | type[Credit]
#: The key of a row → its counters, in the order of the table's `KEY` and `COUNTERS`.
Counts = Mapping[tuple[Any, ...], tuple[int, ...]]

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that should be otherwise; None for the counters of a row that is not there."""

    table: Table
    key: tuple[Any, ...]
    stored: tuple[int, ...] | None
    counted: tuple[int, ...] | None

    def __str__(self) -> str:
        where = " ".join(map(str, (self.table._meta.model_name, *self.key)))
        return f"{where}: stored {self.stored}, counted {self.counted}"

    def row(self) -> Tally | DurationBin | Credit:
        names = (*self.table.KEY, *self.table.COUNTERS)
        return self.table(**dict(zip(names, (*self.key, *(self.counted or ())), strict=True)))


def stored(table: Table, groups: Collection[Group] | None = None) -> Counts:
    """All rows, or those of some groups."""
    rows = table.objects.all() if groups is None else table.objects.around(groups)
    width = len(table.KEY)
    return {
        row[:width]: row[width:]
        for row in rows.values_list(*table.KEY, *table.COUNTERS).iterator()
        if groups is None or row[:2] in groups
    }


def differences(table: Table, stored: Counts, counted: Counts) -> list[Difference]:
    return [
        Difference(table, key, stored.get(key), counted.get(key))
        for key in sorted(stored.keys() | counted.keys())
        if stored.get(key) != counted.get(key)
    ]


def write(changes: Iterable[Difference]) -> None:
    """Makes the stored rows what was counted, in the caller's transaction."""
    for table, found in groupby(changes, key=attrgetter("table")):
        of_table = list(found)
        delete(table, [change.key for change in of_table if change.counted is None])
        insert(table, [change for change in of_table if change.stored is None])
        update(table, [change for change in of_table if change.stored and change.counted])


def delete(table: Table, keys: Sequence[tuple[Any, ...]]) -> None:
    for start in range(0, len(keys), BATCH):
        table.objects.filter(pk__in=keys[start : start + BATCH]).delete()


def insert(table: Table, changes: Sequence[Difference]) -> None:
    """By COPY: the first count of a province writes a hundred thousand rows."""
    columns = ", ".join((*table.KEY, *table.COUNTERS))
    command = f"COPY {table._meta.db_table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as stream:
        for change in changes:
            stream.write_row((*change.key, *(change.counted or ())))


def update(table: Table, changes: Sequence[Difference]) -> None:
    rows: list[Any] = [change.row() for change in changes]
    table.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=table.KEY,
        update_fields=table.COUNTERS,
    )
