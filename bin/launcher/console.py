"""Lines for the person at the terminal: progress to stderr, what was asked for to stdout."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


def progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def announce(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say what is being done once it has taken a second, and at the end how long it took."""
    began = time.monotonic()
    late = threading.Timer(1.0, progress, [f"  {title} …"])
    late.daemon = True
    late.start()
    try:
        yield
    finally:
        late.cancel()
    if (taken := time.monotonic() - began) >= 1:
        progress(f"  {title}: {taken:.1f} s")


class Refusal(SystemExit):
    """An end that the person can do something about: one line, no traceback."""

    def __init__(self, line: str, code: int = 1) -> None:
        progress(line)
        super().__init__(code)
