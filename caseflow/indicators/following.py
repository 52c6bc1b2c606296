"""How the count follows the log: events make days stale, and stale days are recounted.

Noting and counting are apart so that a bulk load is folded at the speed of the log and each day
is counted once at the end of it; the rows of `StaleDay` survive whatever is killed in between.
"""

from collections.abc import Sequence

from celery import current_app
from django.db import transaction

from caseflow.applications.following import Follower
from caseflow.applications.models import Event
from caseflow.applications.states import Origin, Verb
from caseflow.indicators.models import StaleDay
from caseflow.indicators.tallying import affected


def note_stale_days(events: Sequence[Event]) -> None:
    groups = sorted(affected(events))
    StaleDay.objects.bulk_create(StaleDay(day=day, center_id=center) for day, center in groups)
    transaction.on_commit(hint, robust=True)


def hint() -> None:
    """A lost one costs seconds: beat recounts what is stale anyway."""
    current_app.send_task("indicators.recount_stale")


FOLLOWER = Follower(
    name="indicators",
    verbs=frozenset(Verb),
    origins=frozenset(Origin),
    fold=note_stale_days,
)
