"""The embedded servers as ``make run`` starts them, in a folder only its owner may enter."""

import os
import signal

import psycopg
import pytest
import redis
from launcher.offspring import offspring
from launcher.postgresql import Passwords, PostgreSQL
from launcher.sockets import LONGEST_FOLDER
from launcher.valkey import Valkey

PASSWORDS = Passwords("for the superuser", "for/the owner", "for:the@application")


@pytest.fixture(scope="module")
def family():
    with offspring() as family:
        yield family


@pytest.fixture(scope="module")
def postgresql(family, tmp_path_factory):
    closed = tmp_path_factory.mktemp("closed")
    closed.chmod(0o700)
    server = PostgreSQL(closed / "pg", family, PASSWORDS)
    server.start()
    yield server
    server.stop()


def value(address, query):
    with psycopg.connect(address) as connection:
        return connection.execute(query).fetchone()[0]


def test_the_server_is_not_root(postgresql):
    assert postgresql.data.stat().st_uid != 0


def test_a_wrong_password_is_refused(postgresql):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgresql.address("caseflow", "wrong"))


def test_the_application_role_has_no_special_rights(postgresql):
    query = (
        "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole"
        " FROM pg_roles WHERE rolname = current_user"
    )
    assert value(postgresql.application_address, query) is False


def test_the_application_role_owns_nothing_and_creates_nothing(postgresql):
    with (
        psycopg.connect(postgresql.application_address) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE mine (a int)")


def test_the_owner_owns_the_database(postgresql):
    query = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    assert value(postgresql.owner_address, query) == "caseflow_owner"


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("data_checksums", "on"), ("listen_addresses", ""), ("password_encryption", "scram-sha-256")],
)
def test_the_cluster_is_made_as_promised(postgresql, setting, expected):
    assert value(postgresql.owner_address, f"SHOW {setting}") == expected


def test_vietnamese_letters_are_lowered(postgresql):
    assert value(postgresql.owner_address, "SELECT lower('ĐẶNG THỊ ƯỚC')") == "đặng thị ước"


def test_data_outlives_a_killed_server(postgresql):
    with psycopg.connect(postgresql.owner_address) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS a")
    os.kill(postgresql.process.pid, signal.SIGKILL)
    postgresql.process.wait()
    assert postgresql.has_died()
    postgresql.start()
    assert value(postgresql.owner_address, "SELECT a FROM kept") == 1


@pytest.mark.parametrize("folder", ["short", "x" * LONGEST_FOLDER])
def test_valkey_answers_on_a_private_socket_however_long_the_path(family, tmp_path, folder):
    server = Valkey(tmp_path / folder, family)
    server.start()
    with redis.Redis.from_url(server.address) as client:
        assert client.ping()
    assert len(os.fsencode(server.socket)) < 108
    assert server.socket.parent.stat().st_mode & 0o077 == 0
    server.stop()
    assert server.process.returncode == 0
