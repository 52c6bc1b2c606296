"""Rows of the case and of its log, written as the driver takes them.

A deed writes two of them; through the ORM that took longer in Python than in the database.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import orjson
from django.db import connection, models
from psycopg.types.json import Jsonb

from caseflow.repeated import Repeated

Columns = tuple[str, ...]
AS_READ = "_as_read"


def save(row: models.Model) -> None:
    """Inserts a new row, or writes what changed of a locked one since `remember`, if it was."""
    if row._state.adding:
        insert(row)
    else:
        update(row)


def insert(row: models.Model) -> None:
    # What is empty is left out: the driver remembers no statement of more than fifty values.
    columns = tuple(name for name in columns_of(type(row)) if row.__dict__[name] is not None)
    with connection.cursor() as cursor:
        cursor.execute(insertion(type(row), columns), values(row, columns))
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias


def update(row: models.Model) -> None:
    columns = changed(row)
    with connection.cursor() as cursor:
        cursor.execute(changing(type(row), columns), [*values(row, columns), row.pk])


def remember(row: models.Model) -> None:
    """What `update` compares with; to be called on a row just read and locked."""
    row.__dict__[AS_READ] = dict(row.__dict__)


def changed(row: models.Model) -> Columns:
    now, before = row.__dict__, row.__dict__.get(AS_READ, {})
    return tuple(
        name
        for name in columns_of(type(row))
        if name in now and (name not in before or now[name] != before[name])
    )


@lru_cache
def columns_of(model: type[models.Model]) -> Columns:
    """What we write ourselves: not the key, nor what the database fills in."""
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.has_db_default()
    )


@lru_cache(maxsize=1024)
def insertion(model: type[models.Model], columns: Columns) -> str:
    places = ", ".join(["%s"] * len(columns))
    into = f"{table(model)} ({listed(columns)})"
    return Repeated(f"INSERT INTO {into} VALUES ({places}) RETURNING id")  # noqa: S608 (names of our models)


@lru_cache(maxsize=1024)
def changing(model: type[models.Model], columns: Columns) -> str:
    places = ", ".join(f"{quoted(name)} = %s" for name in columns)
    return Repeated(f"UPDATE {table(model)} SET {places} WHERE id = %s")  # noqa: S608 (as above)


def table(model: type[models.Model]) -> str:
    return quoted(model._meta.db_table)


def listed(columns: Iterable[str]) -> str:
    return ", ".join(map(quoted, columns))


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def values(row: models.Model, columns: Columns) -> list[Any]:
    return [as_parameter(row.__dict__[name]) for name in columns]


def as_parameter(value: object) -> object:
    return Jsonb(value, orjson.dumps) if isinstance(value, dict | list) else value
