"""A deed while another process counts what is done, against the same deed uncounted."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from django.utils import timezone

from benchmarks import moving, people
from benchmarks.databases import Connection, Databases, address
from benchmarks.figures import Figure, Goal
from benchmarks.sandwiches import itself, sandwich, timed
from benchmarks.sizes import Size
from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application

GOAL = Goal(floor=1.1, aim=1.02)


def measure(clones: Databases, size: Size) -> Iterator[Figure]:
    rows = size.deeds * 2 * (size.pairs + 2)
    # Not kept filled: each of its files is received once.
    with clones.used("counted") as clone:
        moving.fill(rows)
        cases = iter(Application.objects.order_by("pk").values_list("pk", flat=True))
        clerk = Actor.of(people.account(Role.CLERK))
        deeds = timed(
            lambda: lifecycle.receive(next(cases), actor=clerk, at=timezone.now()), size.deeds
        )
        with counter(clone) as tell:
            slices = sandwich(deeds, lambda: counted(deeds, tell), pairs=size.pairs)
    ours, bare = (1000 * median(found) / size.deeds for found in (slices.ours, slices.baseline))
    yield Figure(
        "one verb in process, counted ÷ uncounted, time",
        slices.ratios(itself),
        GOAL,
        f"{ours:.2f} ms, uncounted {bare:.2f} ms",
    )


def counted(deeds: Callable[[], float], tell: Callable[[str], None]) -> float:
    tell("count")
    took = deeds()
    tell("rest")
    return took


@contextmanager
def counter(clone: Connection) -> Iterator[Callable[[str], None]]:
    """Another process, which does as it is told."""
    environment = os.environ | {
        "DATABASE_URL": address(clone),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-m", "benchmarks.counter"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with subprocess.Popen(command, env=environment, **pipes) as process:

        def tell(word: str) -> None:
            process.stdin.write(f"{word}\n")
            if process.stdout.readline() != f"{word}\n":
                raise ChildProcessError("nobody counts")

        yield tell
