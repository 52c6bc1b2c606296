"""A deed while another process counts what is done, against the same deed uncounted."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
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
    with clones.used("counted", fill=partial(moving.fill, rows)) as clone:
        cases = iter(Application.objects.order_by("pk").values_list("pk", flat=True))
        clerk = Actor.of(people.account(Role.CLERK))
        deeds = timed(
            lambda: lifecycle.receive(next(cases), actor=clerk, at=timezone.now()), size.deeds
        )
        slices = sandwich(deeds, lambda: beside(clone, deeds), pairs=size.pairs)
    ours, bare = (1000 * median(found) / size.deeds for found in (slices.ours, slices.baseline))
    yield Figure(
        "one verb in process, counted ÷ uncounted, time",
        slices.ratios(itself),
        GOAL,
        f"{ours:.2f} ms, uncounted {bare:.2f} ms",
    )


def beside(clone: Connection, deeds) -> float:
    with counting(clone):
        return deeds()


@contextmanager
def counting(clone: Connection) -> Iterator[None]:
    """Begins once all that was done before is counted."""
    environment = os.environ | {
        "DATABASE_URL": address(clone),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-m", "benchmarks.counter"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout.readline() != "ready\n":
            raise ChildProcessError("nobody counts")
        yield
    finally:
        process.terminate()
        process.communicate()
