"""Processes we start: each in a group of its own, all known to a guard that outlives us."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from launcher.leftovers import write_down
from launcher.places import ROOT
from launcher.stopping import not_now

GUARD = Path(__file__).with_name("guard.py")
KEPT_LOGS, LOG_BYTES = 3, 10_000_000

Process = subprocess.Popen[bytes]


def open_log(path: Path) -> IO[bytes]:
    """The log to append to; a file grown too large has been put aside as ``.1`` before."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        for age in range(KEPT_LOGS, 0, -1):
            older = path.with_name(f"{path.name}.{age - 1}") if age > 1 else path
            with suppress(FileNotFoundError):
                older.rename(path.with_name(f"{path.name}.{age}"))
    return path.open("ab")


class Offspring:
    def __init__(self, record: Path | None = None) -> None:
        self.record = record
        self.running: list[tuple[Process, signal.Signals]] = []
        self.guard = subprocess.Popen(
            [sys.executable, "-I", str(GUARD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
            cwd="/",
        )

    def start(
        self,
        command: Sequence[str | Path],
        *,
        log: Path | None = None,
        environment: Mapping[str, str] | None = None,
        user: int | None = None,
        ends_on: signal.Signals = signal.SIGTERM,
        is_server: bool = False,
        tells: bool = False,
    ) -> Process:
        """Start a process writing into the log; one that ``tells`` writes its errors to ours."""
        writing = open_log(log) if log else None
        with not_now():
            process = subprocess.Popen(
                [str(word) for word in command],
                cwd=ROOT,
                env=environment,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
                stdin=subprocess.DEVNULL,
                stdout=writing,
                stderr=None if tells else writing,
                start_new_session=True,
            )
            self.running.append((process, ends_on))
            self._tell(f"+ {process.pid} {ends_on.value} {int(is_server)}")
        if writing:
            writing.close()
        return process

    def outcome(self, process: Process, *, patience: float | None = None) -> int:
        """Wait for a process to end by itself; it is ended when the waiting is cut short."""
        try:
            return process.wait(patience)
        finally:
            self.stop(process)

    def stop(self, process: Process, *, patience: float = 10) -> int:
        """Ask, wait, then force; nothing of the process's group is left afterwards."""
        ends_on = next(number for known, number in self.running if known is process)
        if process.poll() is None:
            with suppress(ProcessLookupError):
                process.send_signal(ends_on)
            with suppress(subprocess.TimeoutExpired):
                process.wait(patience)
        return self.forget(process)

    def forget(self, process: Process) -> int:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
        self.running = [(known, number) for known, number in self.running if known is not process]
        self._tell(f"- {process.pid}")
        return code

    def stop_all(self, chosen: Sequence[Process] | None = None, *, patience: float = 10) -> None:
        """Ask all at once, then wait for each until patience ends."""
        asked = [pair for pair in self.running if chosen is None or pair[0] in chosen]
        for process, ends_on in asked:
            with suppress(ProcessLookupError):
                process.send_signal(ends_on)
        deadline = time.monotonic() + patience
        for process, _ in asked:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            self.forget(process)

    def close(self) -> None:
        self.stop_all()
        if self.guard.stdin:
            with suppress(BrokenPipeError):
                self.guard.stdin.close()
        self.guard.wait()

    def _tell(self, line: str) -> None:
        if self.guard.stdin:
            with suppress(BrokenPipeError):
                self.guard.stdin.write(f"{line}\n")
                self.guard.stdin.flush()
        if self.record:
            write_down([process.pid for process, _ in self.running], self.record)


@contextmanager
def offspring(*, record: Path | None = None) -> Iterator[Offspring]:
    """A family that has ended when the block ends; ``record`` is for who comes after a crash."""
    family = Offspring(record)
    try:
        yield family
    finally:
        family.close()
