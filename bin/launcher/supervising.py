"""The processes of a running Caseflow, and who restarts them when they die."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher.console import progress
from launcher.offspring import Offspring, Process
from launcher.places import LOGS, PYTHON, VAR

WEB_WORKERS, WEB_THREADS, TASK_PROCESSES = 2, 4, 2
LONGEST_PAUSE, STEADY_AFTER = 30.0, 60.0


def commands(port: int) -> dict[str, list[str | Path]]:
    web = f"--interface wsgi --host 127.0.0.1 --port {port} --no-ws --http 1"
    size = f"--workers {WEB_WORKERS} --blocking-threads {WEB_THREADS}"
    care = "--respawn-failed-workers --workers-kill-timeout 5"
    granian = f"{web} {size} {care}".split()
    celery: list[str | Path] = [PYTHON, "-m", "celery", "-A", "config"]
    return {
        "web": [PYTHON, "-m", "granian", *granian, "config.wsgi:application"],
        "worker": [*celery, "worker", "--concurrency", str(TASK_PROCESSES), "--loglevel", "INFO"],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--schedule", VAR / "beat-schedule"],
    }


@dataclass
class Service:
    name: str
    start: Callable[[], Process]
    family: Offspring
    process: Process
    began: float
    pause: float = 1.0
    due: float | None = None

    def look_after(self, *, now: float) -> None:
        """Restart the process if it died, later each time it dies young."""
        if self.process.poll() is None:
            return
        if self.due is None:
            self.family.forget(self.process)
            self.pause = 1.0 if now - self.began > STEADY_AFTER else self.pause
            self.due = now + self.pause
            progress(
                f"  {self.name} ended with code {self.process.returncode}; "
                f"starting it again in {self.pause:.0f} s (var/log/{self.name}.log)"
            )
        elif now >= self.due:
            self.process, self.began = self.start(), now
            self.pause, self.due = min(self.pause * 2, LONGEST_PAUSE), None


class Services:
    def __init__(self, family: Offspring, environment: Mapping[str, str], port: int) -> None:
        self.family = family
        self.all = [self._begin(name, words, environment) for name, words in commands(port).items()]

    def _begin(
        self, name: str, command: list[str | Path], environment: Mapping[str, str]
    ) -> Service:
        def start() -> Process:
            return self.family.start(command, log=LOGS / f"{name}.log", environment=environment)

        return Service(name, start, self.family, start(), time.monotonic())

    def look_after(self) -> None:
        for service in self.all:
            service.look_after(now=time.monotonic())

    def stop(self) -> None:
        """A worker may finish the task in hand; it comes back to the queue if that takes longer."""
        self.family.stop_all([service.process for service in self.all], patience=20)


@contextmanager
def running(family: Offspring, environment: Mapping[str, str], port: int) -> Iterator[Services]:
    services = Services(family, environment, port)
    try:
        yield services
    finally:
        services.stop()
