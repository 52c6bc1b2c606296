"""How the count follows the log: events make facts stale, and stale facts are read anew.

Noting and counting are apart so that a bulk load is folded at the speed of the log and each case
is counted once at the end of it; the rows of `StaleCase` survive whatever is killed in between.
"""

from collections.abc import Sequence

from celery import current_app
from django.db import transaction

from caseflow.applications.following import Follower
from caseflow.applications.models import Event
from caseflow.applications.states import Origin, Verb
from caseflow.indicators.models import StaleCase


def note_stale_cases(events: Sequence[Event]) -> None:
    cases = sorted({event.application_id for event in events})
    StaleCase.objects.bulk_create(StaleCase(application_id=case) for case in cases)
    transaction.on_commit(hint, robust=True)


def hint() -> None:
    """A lost one costs seconds: beat counts what is stale anyway."""
    current_app.send_task("indicators.count_stale")


FOLLOWER = Follower(
    name="indicators",
    verbs=frozenset(Verb),
    origins=frozenset(Origin),
    fold=note_stale_cases,
)
