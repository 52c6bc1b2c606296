"""PostgreSQL and Valkey of this checkout, unless the environment names servers."""

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from launcher import locks
from launcher.console import Refusal, progress
from launcher.keys import keys
from launcher.offspring import Offspring
from launcher.places import VAR
from launcher.postgresql import PostgreSQL
from launcher.valkey import Valkey

RECORD = VAR / "servers.json"
NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")


class Servers:
    """Those of the two servers that the environment does not replace."""

    def __init__(self, family: Offspring, home: Path = VAR) -> None:
        passwords = keys().passwords
        self.postgresql, self.valkey = (
            None if os.environ.get("DATABASE_URL") else PostgreSQL(home / "pg", family, passwords),
            None if os.environ.get("REDIS_URL") else Valkey(home / "redis", family),
        )

    def start(self) -> None:
        for server in (self.postgresql, self.valkey):
            if server:
                server.start()

    def stop(self) -> None:
        for server in (self.valkey, self.postgresql):
            if server:
                server.stop()

    def look_after(self) -> None:
        """Start a server again that died, as after a crash of the database."""
        for server in (self.postgresql, self.valkey):
            if server and server.has_died():
                progress(f"  {type(server).__name__} ended by itself; starting it again")
                server.start()

    def addresses(self) -> dict[str, str]:
        found = {}
        if self.postgresql:
            found["DATABASE_URL"] = self.postgresql.application_address
            found["DATABASE_OWNER_URL"] = self.postgresql.owner_address
        if self.valkey:
            found["REDIS_URL"] = self.valkey.address
        return found


def environment(addresses: Mapping[str, str]) -> dict[str, str]:
    """What Django's processes are given: ours where the caller's environment is silent."""
    ours = {"SECRET_KEY": keys().secret_key, "CASEFLOW_VAR_DIR": str(VAR), **addresses}
    known = {name: value for name, value in os.environ.items() if value}
    both = os.environ | ours | {name: known[name] for name in ours if name in known}
    both.setdefault("DATABASE_OWNER_URL", both.get("DATABASE_URL", ""))
    return {**both, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1"}


@contextmanager
def started(servers: Servers) -> Iterator[dict[str, str]]:
    """Our servers for as long as the block runs; their addresses are written down for others."""
    RECORD.unlink(missing_ok=True)
    try:
        servers.start()
        addresses = servers.addresses()
        RECORD.touch(mode=0o600)
        RECORD.write_text(json.dumps(addresses))
        yield environment(addresses)
    finally:
        RECORD.unlink(missing_ok=True)
        servers.stop()


def recorded(*, patience: float = 120) -> dict[str, str]:
    """The addresses another launcher wrote down, once its servers are up."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if RECORD.exists() and (text := RECORD.read_text()):
            return environment(json.loads(text))
        time.sleep(0.1)
    raise Refusal("The servers of this checkout are being started by somebody and never came up.")


@contextmanager
def shared(family: Offspring) -> Iterator[dict[str, str]]:
    """The environment of servers that are up already, or are started for the block.

    Who started them stops them, after the last one who shares them has left.
    """
    with ExitStack() as stack:
        is_ours = stack.enter_context(locks.held_if_free("servers"))
        if not is_ours:
            stack.enter_context(locks.held("sharing", shared=True))
            yield recorded()
            return
        with started(Servers(family)) as found:
            yield found
            with locks.held("sharing"):
                pass
