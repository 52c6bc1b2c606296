"""A throw-away PostgreSQL and Redis for tests and benchmarks, emptied before and after."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from launcher.keys import keys
from launcher.offspring import Offspring
from launcher.places import VAR, var_folder
from launcher.postgresql import PostgreSQL, debian_locale, debian_programs
from launcher.servers import environment
from launcher.valkey import Valkey


@contextmanager
def emptied(folder: Path) -> Iterator[Path]:
    var_folder()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o711, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def addresses(postgresql: PostgreSQL, valkey: Valkey) -> dict[str, str]:
    """As superuser, since a test makes databases and roles of its own."""
    superuser = postgresql.superuser_address
    return {
        "DATABASE_URL": superuser,
        "DATABASE_OWNER_URL": superuser,
        "REDIS_URL": valkey.address,
    }


@contextmanager
def running(postgresql: PostgreSQL, valkey: Valkey, home: Path) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        for server in (postgresql, valkey):
            stack.callback(server.stop)
            server.start()
        files = home / "files"
        files.mkdir(mode=0o700)
        found = environment({}) | addresses(postgresql, valkey)
        yield found | {"CASEFLOW_VAR_DIR": str(files), "CASEFLOW_DEMONSTRATION": "false"}


@contextmanager
def embedded(family: Offspring, name: str) -> Iterator[dict[str, str]]:
    with emptied(VAR / name) as home:
        postgresql = PostgreSQL(home / "pg", family, keys().passwords, durable=False)
        with running(postgresql, Valkey(home / "redis", family), home) as found:
            yield found


@contextmanager
def debian(family: Offspring, name: str) -> Iterator[dict[str, str]]:
    """Of Debian's packages, which must be installed."""
    programs, redis = debian_programs(), shutil.which("redis-server")
    if programs is None or redis is None:
        raise FileNotFoundError("postgresql, redis-server")
    with emptied(VAR / name) as home:
        postgresql = PostgreSQL(
            home / "pg",
            family,
            keys().passwords,
            programs=programs,
            locale=debian_locale(programs),
            durable=False,
        )
        with running(
            postgresql, Valkey(home / "redis", family, program=Path(redis)), home
        ) as found:
            yield found


def given() -> Mapping[str, str] | None:
    """The servers the environment names, when it names both."""
    named = all(os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL"))
    return environment({}) | {"CASEFLOW_DEMONSTRATION": "false"} if named else None
