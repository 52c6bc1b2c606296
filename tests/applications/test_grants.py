from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from caseflow.applications import lifecycle
from caseflow.applications.models import Event
from caseflow.applications.states import State
from tests.applications.histories import CLERK, FILED_AT, write_cases

pytestmark = pytest.mark.django_db

# Roles belong to the whole server; this one is rolled back with the test.
ROLE = "caseflow_test_application"


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def granted(role: str = ROLE) -> str:
    out = StringIO()
    call_command("grant_application_role", role, stdout=out)
    return out.getvalue()


@contextmanager
def acting_as(role: str):
    run(f"SET LOCAL ROLE {role}")
    yield
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("RESET ROLE")


@pytest.fixture
def role():
    run(f"CREATE ROLE {ROLE} NOLOGIN")
    return ROLE


def test_the_application_role_can_file_and_do_deeds(role):
    granted()
    with acting_as(role):
        (case,) = write_cases(1)
        lifecycle.rate(case.pk, actor=CLERK, at=FILED_AT, rating=5)
        assert Event.objects.count() == 7
    assert case.state == State.RETURNED


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE applications_event SET at = now()",
        "DELETE FROM applications_event",
        "TRUNCATE applications_event CASCADE",
        "TRUNCATE applications_statement",
        "DELETE FROM django_migrations",
        "ALTER TABLE applications_event DISABLE TRIGGER event_is_append_only",
        "DROP TABLE applications_event",
    ],
)
def test_the_application_role_cannot_touch_what_happened(role, deed):
    granted()
    with (
        acting_as(role),
        pytest.raises(ProgrammingError, match="permission denied|must be owner"),
        transaction.atomic(),
    ):
        run(deed)


def test_rights_given_by_hand_are_taken_back(role):
    run(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")
    granted()
    granted()
    with (
        acting_as(role),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        run("DELETE FROM applications_event")


def test_when_owner_and_application_are_one_role_it_says_so_and_grants_nothing():
    assert "nothing was granted" in granted(connection.settings_dict["USER"])


def test_a_role_that_inherits_the_owner_is_told_apart(role):
    run(f"GRANT {connection.settings_dict['USER']} TO {role}")
    assert "nothing was granted" in granted()


def test_an_unknown_role_is_a_wrong_use():
    with pytest.raises(CommandError, match="There is no role 'nobody'"):
        granted("nobody")


def test_only_the_owner_can_grant(role):
    run("CREATE ROLE caseflow_test_stranger NOLOGIN")
    with acting_as("caseflow_test_stranger"), pytest.raises(CommandError, match="Only the owner"):
        granted()
