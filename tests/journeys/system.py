"""The real product as processes: web, worker and beat on servers of their own."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psutil
import psycopg
from launcher.offspring import Offspring, Process, offspring
from launcher.places import PYTHON, ROOT
from launcher.postgresql import (
    APPLICATION,
    EMBEDDED,
    EMBEDDED_LOCALE,
    SUPERUSER,
    Passwords,
    PostgreSQL,
    debian_locale,
    debian_programs,
)
from launcher.preparation import as_owner, carry_out
from launcher.supervising import commands
from launcher.valkey import Valkey

from tests.factories import IDENTITY, PASSWORD
from tests.journeys.client import Caller, model

PARTS = ("web", "worker", "beat")
PASSWORDS = Passwords("of the superuser", "of the owner", "of the application")
LEASE_SECONDS = 5
#: Generous, since other tests may keep the machine busy.
PATIENCE = 60.0
APPLICANT = {
    "kind": "person",
    "identity_number": IDENTITY,
    "full_name": "Lò Thị Quỳnh Mai",
    "date_of_birth": "1984-05-06",
}
Found = TypeVar("Found")


def eventually(ask: Callable[[], Found], *, patience: float = PATIENCE) -> Found:
    """What `ask` answers once it answers something true; its last answer when patience ends."""
    deadline = time.monotonic() + patience
    while not (found := ask()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return found


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@dataclass
class System:
    home: Path
    family: Offspring
    postgresql: PostgreSQL
    valkey: Valkey
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    processes: dict[str, Process] = field(default_factory=dict)
    stage: dict[str, Any] = field(default_factory=dict)
    callers: dict[str, Caller] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> str:
        return self.postgresql.address(SUPERUSER, PASSWORDS.superuser)

    def prepare(self) -> None:
        self.mend_servers()
        self.environment = environment(self.home) | {
            "DATABASE_URL": self.postgresql.application_address,
            "DATABASE_OWNER_URL": self.postgresql.owner_address,
            "REDIS_URL": self.valkey.address,
        }
        owner = as_owner(self.environment)
        self.python("-m", "tests.migrating", "migrate", "-v0", environment=owner)
        carry_out(self.family, owner, f"grant_application_role {APPLICATION}")
        self.stage = json.loads(self.python("-m", "tests.journeys.stage"))

    def mend(self) -> None:
        """Starts whatever an earlier journey left broken."""
        self.mend_servers()
        self.revive()
        self.wait_until_ready()

    def revive(self) -> None:
        """As the product's own supervisor does with a part that ended by itself."""
        for name, process in list(self.processes.items()):
            if process.poll() is not None:
                self.family.forget(self.processes.pop(name))
        for name in PARTS:
            if name not in self.processes:
                self.start(name)

    def mend_servers(self) -> None:
        for server in (self.postgresql, self.valkey):
            if server.process is None or server.process.poll() is not None:
                server.start()

    def start(self, name: str, **variables: str) -> None:
        lines = commands(self.port) | {"beat": self.beat()}
        self.processes[name] = self.family.start(
            lines[name], log=self.home / f"{name}.log", environment=self.environment | variables
        )

    def beat(self) -> list[str | Path]:
        """With a schedule file of its own, beside whatever else runs in this checkout."""
        *line, _schedule = commands(self.port)["beat"]
        return [*line, self.home / "beat-schedule"]

    def kill(self, name: str) -> None:
        """As the kernel does it when memory ends: at once, with every child."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        self.family.forget(process)

    def kill_postgresql(self) -> None:
        process = self.postgresql.process
        assert process
        postmaster = psutil.Process(process.pid)
        for each in (postmaster, *postmaster.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                each.kill()
        self.family.forget(process)

    def wait_until_ready(self) -> None:
        assert eventually(self.is_ready), f"{self.health()}\n{self.logs()}"

    def is_ready(self) -> bool:
        return set(self.health().values()) == {"ok"}

    def health(self) -> dict[str, str]:
        try:
            parts: dict[str, str] = httpx.get(f"{self.address}/health/").json()["parts"]
        except httpx.HTTPError:
            return {"web": "silent"}
        return parts

    def logs(self) -> str:
        return "\n".join(path.read_text()[-3000:] for path in sorted(self.home.glob("*.log")))

    def python(self, *words: str, environment: Mapping[str, str] | None = None) -> str:
        """What a program tells on its standard output; it must succeed."""
        done = subprocess.run(
            [PYTHON, *words],
            cwd=ROOT,
            env=environment or self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def manage(self, *words: str) -> dict[str, int]:
        """The summary a command ends with: a name and a number a line."""
        lines = [line.split() for line in self.python("manage.py", *words).splitlines()]
        return {line[0]: int(line[1]) for line in lines if len(line) == 2 and line[1].isdecimal()}

    def ask(self, query: str, *values: Any) -> Any:
        """The first value a query finds, past the product and as superuser."""
        with psycopg.connect(self.database) as connection:
            row = connection.execute(query, values).fetchone()
        return row[0] if row else None

    def caller(self, who: str) -> Caller:
        """Somebody's program; everybody logs in once."""
        if who not in self.callers:
            self.callers[who] = Caller(self.address, self.token(who))
        return self.callers[who]

    def token(self, who: str) -> str:
        credentials = {"username": self.stage["people"][who], "password": PASSWORD}
        with closing(Caller(self.address)) as nobody:
            body = model("CredentialsRequest", credentials)
            return str(nobody.call("auth_token_create", body=body).parsed.token)

    def close(self) -> None:
        for caller in self.callers.values():
            caller.close()

    def filing(self, **changes: Any) -> dict[str, Any]:
        return {
            "procedure": self.stage["procedure"],
            "receiving_center": self.stage["center"],
            "applicant": APPLICANT,
            "form": {"child_name": "Lò Văn An"},
        } | changes


def environment(home: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": "of the journeys, fifty letters long and otherwise of no interest",
        "CASEFLOW_VAR_DIR": str(home / "files"),
        "CASEFLOW_DEMONSTRATION": "false",
        "APPLICATIONS_LEASE_SECONDS": str(LEASE_SECONDS),
        "THROTTLE_FILING": "100000/minute",
    }


def programs_like(version: int) -> dict[str, Any]:
    """Debian's PostgreSQL where the suite's own server is of that version, else the embedded."""
    debian = debian_programs()
    if debian and debian.parent.name == str(version // 10000):
        return {"programs": debian, "locale": debian_locale(debian)}
    return {"programs": EMBEDDED, "locale": EMBEDDED_LOCALE}


@contextmanager
def running(home: Path, *, server_version: int) -> Iterator[System]:
    """Everything that is started ends with the block, whatever was killed in it."""
    (home / "files").mkdir(mode=0o700)
    with offspring() as family:
        # Processes are killed here and never the machine, so nothing has to wait for the disk.
        programs = programs_like(server_version)
        postgresql = PostgreSQL(home / "pg", family, PASSWORDS, durable=False, **programs)
        system = System(home, family, postgresql, Valkey(home / "redis", family))
        with closing(system):
            system.prepare()
            system.mend()
            yield system
