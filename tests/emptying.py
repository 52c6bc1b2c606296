"""Emptying the test database at the cost of what a test wrote.

Django truncates every table after a test with real commits, and makes content types and rights
anew: a second or two with our hundred and fifty tables, most of which are empty.
"""

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

#: Made by `migrate` from the models, and the same after every test.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def empty(*_test: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if tables := written(cursor):
            # Neither foreign keys nor the guards of tables that only grow are asked.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("; ".join(f"DELETE FROM {table}" for table in tables))


def written(cursor: CursorWrapper) -> list[str]:
    """The tables that hold anything, found with one statement."""
    known = connection.introspection.django_table_names(only_existing=True)
    tables = [connection.ops.quote_name(name) for name in known if name not in KEPT]
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)
    cursor.execute(" UNION ALL ".join(asked))
    return [table for (table,) in cursor.fetchall()]
