"""Processes that outlived a killed launcher, found by what it or they wrote down."""

import json
import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil

from launcher.console import step


def works_in(folder: Path, pid: int) -> bool:
    with suppress(psutil.Error):
        return Path(psutil.Process(pid).cwd()) == folder
    return False


def end_leftover(pid_file: Path, folder: Path, ends_on: signal.Signals) -> None:
    """End the server working in ``folder``; drop a pid file that names a stranger or nobody."""
    if not pid_file.exists():
        return
    first_line = pid_file.read_text().partition("\n")[0].strip()
    if first_line.isdecimal() and works_in(folder, int(first_line)):
        with step(f"Ending a server left over in {folder}"):
            end(psutil.Process(int(first_line)), ends_on)
    pid_file.unlink(missing_ok=True)


def end(process: psutil.Process, ends_on: signal.Signals) -> None:
    process.send_signal(ends_on)
    try:
        process.wait(30)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(30)


def write_down(pids: Iterable[int], record: Path) -> None:
    """With the time each began, since a number alone may come to mean somebody else."""
    alive = {}
    for pid in pids:
        with suppress(psutil.Error):
            alive[pid] = psutil.Process(pid).create_time()
    unfinished = record.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(alive))
    unfinished.rename(record)


def end_recorded(record: Path, *, except_in: Path) -> None:
    """End what ``record`` names with its whole group, but leave servers to ``end_leftover``."""
    if not record.exists():
        return
    for pid, began in json.loads(record.read_text()).items():
        with suppress(psutil.Error, ProcessLookupError):
            process = psutil.Process(int(pid))
            if process.create_time() == began and except_in not in Path(process.cwd()).parents:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)
    record.unlink()
