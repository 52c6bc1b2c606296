"""What the application role may do: serve, and never change or remove what happened."""

from django.db import connection, transaction

from caseflow.applications.models import Event, Reading

GRANTS = (
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
    "REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role}",
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    "REVOKE UPDATE, DELETE ON {events}, {readings} FROM {role}",
    # The count lays out what changed beside its tables.
    "GRANT TEMPORARY ON DATABASE {database} TO {role}",
    # Only the owner migrates.
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)


class RoleRefused(Exception):
    """The grants cannot be given to this role, or not by who asks."""


def has_the_owners_rights(role: str) -> bool:
    """The same role, a member of it, or a superuser: grants do not bind such a role."""
    return answer("SELECT pg_has_role(%s, current_user, 'USAGE')", role)


def grant(role: str) -> None:
    """Run by the owner; a second time leaves the same rights."""
    quote = connection.ops.quote_name
    names = {
        "role": quote(role),
        "events": quote(Event._meta.db_table),
        "readings": quote(Reading._meta.db_table),
        "schema": current_schema(),
        "database": quote(connection.settings_dict["NAME"]),
    }
    refuse_unless_owner()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in GRANTS:
            cursor.execute(statement.format(**names))


def refuse_unknown(role: str) -> None:
    if not answer("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", role):
        raise RoleRefused(f"There is no role {role!r} in this database server.")


def refuse_unless_owner() -> None:
    """A grant by anybody else is a mere warning to PostgreSQL."""
    owned = (
        "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass"
    )
    if not answer(owned, Event._meta.db_table):
        raise RoleRefused("Only the owner of the tables can give rights on them.")


def current_schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
    return str(schema)


def answer(question: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [name])
        (said,) = cursor.fetchone()
    return bool(said)
