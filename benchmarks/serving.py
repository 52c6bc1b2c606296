"""Web servers of their own, started like the product's, and what they cost the processor."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import psutil
from django.db import connection

#: As `make run` starts the product (bin/launcher/supervising.py).
SIZE = ("--workers", "2", "--blocking-threads", "4")
WAY = ("--interface", "wsgi", "--no-ws", "--http", "1", "--host", "127.0.0.1")
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Spent so far by the server and by all of PostgreSQL."""
        return tree_seconds(self.process) + tree_seconds(postmaster())


@contextmanager
def served(application: str, *, settings: str, database: str) -> Iterator[Server]:
    """Listening when the block begins, ended when it ends."""
    port = free_port()
    command = [sys.executable, "-m", "granian", *WAY, *SIZE, "--port", str(port), application]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": database}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_for(port, process)
            yield Server(port, psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait(PATIENCE)


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with closing(socket.socket()) as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise ConnectionError(f"no server came up on port {port}")


def tree_seconds(root: psutil.Process) -> float:
    """Of a process, those below it, and those of them that have ended and were waited for."""
    return sum(sum(process.cpu_times()[:4]) for process in (root, *root.children(recursive=True)))


def postmaster() -> psutil.Process:
    """The server behind our connection; it has to run on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    parent = psutil.Process(backend).parent()
    if parent is None:
        raise LookupError("PostgreSQL's own process is out of sight")
    return parent
