"""Locks between launchers of one checkout; the system frees them when a holder dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from launcher.places import var_folder


def opened(name: str) -> IO[str]:
    path = var_folder() / f"{name}.lock"
    path.touch(mode=0o600)
    return path.open("r+")


@contextmanager
def held(name: str, *, shared: bool = False) -> Iterator[None]:
    """Wait for the lock."""
    with opened(name) as file:
        fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield


@contextmanager
def held_if_free(name: str) -> Iterator[bool]:
    with opened(name) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def is_held(name: str) -> bool:
    with held_if_free(name) as was_free:
        return not was_free
