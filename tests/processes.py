"""Real processes beside the tests, working on the test database."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection
from launcher.offspring import Process, offspring

from config.celery import app


def database_address() -> str:
    """The address of the database this test uses, for a process of its own."""
    known = connection.settings_dict
    user, password, host, name = (
        quote(known[key], safe="") for key in ("USER", "PASSWORD", "HOST", "NAME")
    )
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgresql://{user}:{password}@{host}{port}/{name}"


@contextmanager
def celery_worker(log: Path, *, patience: float = 30) -> Iterator[Process]:
    """A worker that answers; it has ended when the block ends, however often it was replaced."""
    environment = os.environ | {"DATABASE_URL": database_address()}
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "1"]
    with offspring() as family:
        process = family.start([*command, "--loglevel", "INFO"], environment=environment, log=log)
        deadline = time.monotonic() + patience
        while not app.control.ping(timeout=0.3):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
        yield process


def eventually(condition: Callable[[], object], *, patience: float = 90) -> None:
    """What another process does without telling this one."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
