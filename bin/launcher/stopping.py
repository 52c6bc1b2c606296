"""Signals that ask us to end become one exception, so that every ``with`` cleans up."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ASKING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Stopped(BaseException):
    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


_held = False
_pending: int | None = None


def _raise_once(number: int, _frame: FrameType | None) -> None:
    global _pending
    for each in ASKING:
        signal.signal(each, signal.SIG_IGN)
    if _held:
        _pending = number
    else:
        raise Stopped(number)


@contextmanager
def raising_on_signals() -> Iterator[None]:
    """The first signal raises ``Stopped``; later ones are ignored, so cleaning up is not cut."""
    before = {number: signal.signal(number, _raise_once) for number in ASKING}
    if "MAKELEVEL" in os.environ:
        threading.Thread(target=follow_make, daemon=True).start()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def ending_on_signals() -> Iterator[None]:
    try:
        with raising_on_signals():
            yield
    except Stopped as stopped:
        raise SystemExit(128 + stopped.number) from None


@contextmanager
def not_now() -> Iterator[None]:
    """Hold a signal back between starting a process and writing down that it was started."""
    global _held, _pending
    _held = True
    try:
        yield
    finally:
        _held = False
    if _pending is not None:
        number, _pending = _pending, None
        raise Stopped(number)


def catches_interrupt(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return False
    caught = next(line for line in status.read_text().splitlines() if "SigCgt" in line)
    return bool(int(caught.split()[1], 16) & 1 << (signal.SIGINT - 1))


def follow_make() -> None:
    """Ask ourselves to end when the ``make`` that runs our recipe has given up.

    On SIGINT to itself alone GNU make tells nobody: it drops its handler and waits for us for
    ever. That it no longer catches the signal, or is gone, is all there is to see.
    """
    pid = os.getppid()
    caught = catches_interrupt(pid)
    while os.getppid() == pid and catches_interrupt(pid) == caught:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
