"""Many rows at once: by COPY into a table of the session, and from there where they belong."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

Row = tuple[Any, ...]
#: Rows are made in between, often with queries on the same connection.
CHUNK = 2000


def stage(name: str, like: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Fills a temporary table `name` of the shape of another one."""
    run(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} (LIKE {like._meta.db_table})"
        " ON COMMIT DELETE ROWS"
    )
    # Not TRUNCATE: each gives the table a new file, and the catalogue two dead rows.
    run(f"DELETE FROM {name}")
    command = f"COPY {name} ({', '.join(columns)}) FROM STDIN"
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        with connection.cursor() as cursor, cursor.copy(command) as stream:
            for row in chunk:
                stream.write_row(row)


def run(sql: str) -> int:
    """The number of rows that were touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.rowcount)


def fetch(sql: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
