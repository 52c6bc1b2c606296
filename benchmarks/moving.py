"""One verb in process against a plain ORM that locks, changes, saves and notes the same."""

from collections.abc import Iterator
from functools import partial
from statistics import median

from django.db import transaction
from django.utils import timezone

from benchmarks import people, telling
from benchmarks.bare.models import Event, Parent
from benchmarks.databases import Databases, vacuum
from benchmarks.figures import Figure, Goal
from benchmarks.sandwiches import rate, sandwich, timed
from benchmarks.sizes import Size
from caseflow.accounts.models import Role
from caseflow.applications import history, lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application

GOAL = Goal(floor=0.9, aim=1.5)


def measure(clones: Databases, size: Size) -> Iterator[Figure]:
    rows = size.deeds * (size.pairs + 2)
    with clones.used("moving", fill=partial(fill, rows)):
        cases = iter(Application.objects.order_by("pk").values_list("pk", flat=True))
        parents = iter(Parent.objects.order_by("pk").values_list("pk", flat=True))
        clerk = Actor.of(people.account(Role.CLERK))
        slices = sandwich(
            timed(lambda: move(next(parents)), size.deeds),
            timed(
                lambda: lifecycle.receive(next(cases), actor=clerk, at=timezone.now()), size.deeds
            ),
            pairs=size.pairs,
        )
    ours, bare = (1000 * median(found) / size.deeds for found in (slices.ours, slices.baseline))
    yield Figure(
        "one verb in process, deeds per second ÷ plain ORM",
        slices.ratios(rate),
        GOAL,
        f"{ours:.2f} ms, plain {bare:.2f} ms",
    )


def fill(rows: int) -> None:
    history.write(telling.filed_stories(rows))
    Parent.objects.bulk_create(
        Parent(
            procedure=people.PROCEDURE,
            center=people.WARD,
            applicant_name=telling.NAME,
            form=people.form_example(),
        )
        for _row in range(rows)
    )
    vacuum()


@transaction.atomic
def move(pk: int) -> None:
    parent = Parent.objects.select_for_update().get(pk=pk)
    parent.state, parent.due_at = "received", timezone.now()
    parent.save()
    Event.objects.create(parent=parent, verb="receive", to_state=parent.state, actor="clerk")
