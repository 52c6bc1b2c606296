"""A pristine database with reference data and people, and clones of it to work in."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from urllib.parse import quote, urlsplit

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from benchmarks import people

Connection = BaseDatabaseWrapper


class Databases:
    """Clones are made when first used, and filled then."""

    def __init__(self, pristine: Connection) -> None:
        self.pristine = pristine
        self.clones: dict[str, Connection] = {}

    @contextmanager
    def used(self, name: str, fill: Callable[[], object] | None = None) -> Iterator[Connection]:
        """Work in the clone of this name for as long as the block runs."""
        is_new = name not in self.clones
        if is_new:
            self.clones[name] = self.cloned(name)
        before = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = self.clones[name]
        try:
            if is_new and fill:
                fill()
            yield self.clones[name]
        finally:
            connections[DEFAULT_DB_ALIAS] = before

    def cloned(self, name: str) -> Connection:
        creation = self.pristine.creation
        creation.clone_test_db(suffix=name, verbosity=0, autoclobber=True)
        settings = creation.get_test_db_clone_settings(suffix=name)
        return type(self.pristine)(settings, DEFAULT_DB_ALIAS)

    def drop(self) -> None:
        for name, clone in self.clones.items():
            clone.close()
            self.pristine.creation.destroy_test_db(suffix=name, verbosity=0)


@contextmanager
def prepared() -> Iterator[Databases]:
    """Beside the database of DATABASE_URL, on the same server; all gone when the block ends."""
    pristine = connections[DEFAULT_DB_ALIAS]
    given = pristine.settings_dict["NAME"]
    pristine.settings_dict["TEST"]["NAME"] = f"{given}_benchmark"
    pristine.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    databases = Databases(pristine)
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


def vacuum() -> None:
    """As autovacuum would have done long since."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
