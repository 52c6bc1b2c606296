"""Servers that outlived a killed launcher, found by the pid file they left."""

import signal
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
