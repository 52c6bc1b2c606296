"""A pristine database with reference data and people, and clones of it to work in."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from urllib.parse import quote, urlsplit

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from benchmarks import people

Connection = BaseDatabaseWrapper


#: What stands whole says so of itself; a load that was interrupted is begun anew.
WHOLE = "whole"


class Databases:
    """Clones are made when first used, and filled then."""

    def __init__(self, pristine: Connection, *, keeps_filled: bool = False) -> None:
        self.pristine, self.keeps_filled = pristine, keeps_filled
        self.clones: dict[str, Connection] = {}
        self.kept: set[str] = set()

    @contextmanager
    def used(self, name: str, fill: Callable[[], object] | None = None) -> Iterator[Connection]:
        """Work in the clone of this name for as long as the block runs."""
        is_new = name not in self.clones
        if is_new:
            self.clones[name] = self.found(name) or self.cloned(name)
        before = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = self.clones[name]
        try:
            if is_new and fill and name not in self.kept:
                fill()
                self.keep(name)
            yield self.clones[name]
        finally:
            connections[DEFAULT_DB_ALIAS] = before

    def found(self, name: str) -> Connection | None:
        """What an earlier run filled and kept."""
        clone = self.of_clone(name)
        if not self.keeps_filled or not is_whole(self.pristine, clone.settings_dict["NAME"]):
            return None
        self.kept.add(name)
        return clone

    def cloned(self, name: str) -> Connection:
        self.pristine.creation.clone_test_db(suffix=name, verbosity=0, autoclobber=True)
        return self.of_clone(name)

    def of_clone(self, name: str) -> Connection:
        settings = self.pristine.creation.get_test_db_clone_settings(suffix=name)
        return type(self.pristine)(settings, DEFAULT_DB_ALIAS)

    def keep(self, name: str) -> None:
        if self.keeps_filled:
            call_whole(self.clones[name])
            self.kept.add(name)

    def drop(self) -> None:
        for name, clone in self.clones.items():
            clone.close()
            if name not in self.kept:
                self.pristine.creation.destroy_test_db(suffix=name, verbosity=0)


def is_whole(server: Connection, name: str) -> bool:
    with server.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        )
        return cursor.fetchone() == (WHOLE,)


def call_whole(database: Connection) -> None:
    name = database.ops.quote_name(database.settings_dict["NAME"])
    with database.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE {name} IS '{WHOLE}'")


@contextmanager
def prepared(*, keeps_filled: bool = False) -> Iterator[Databases]:
    """Beside the database of DATABASE_URL, on the same server.

    All gone when the block ends, but for clones that were filled where these are to be kept.
    """
    pristine = connections[DEFAULT_DB_ALIAS]
    given = pristine.settings_dict["NAME"]
    pristine.settings_dict["TEST"]["NAME"] = f"{given}_benchmark"
    pristine.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    databases = Databases(pristine, keeps_filled=keeps_filled)
    try:
        call_command("load_reference", stdout=StringIO())
        people.settle()
        yield databases
    finally:
        databases.drop()
        pristine.creation.destroy_test_db(given, verbosity=0)


def address(database: Connection) -> str:
    """For a process of its own."""
    name = quote(database.settings_dict["NAME"], safe="")
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def without_triggers() -> Iterator[None]:
    """Rows that no verb wrote: no chain explains them, so no trigger would let them in."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield


def vacuum() -> None:
    """As autovacuum would have done long since."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
