"""How long what was said is kept: the fact of telling stays, address and words go."""

from datetime import datetime, timedelta

from django.conf import settings

from caseflow.applications.models import Application
from caseflow.notices.models import Message, OutboxItem
from caseflow.notices.states import Progress

BATCH = 5000
OUTBOX_KEPT = timedelta(days=1)
EMPTY = {"address": "", "subject": "", "body": ""}


def purge(*, at: datetime) -> int:
    """Empties what is older than the term, in batches of short transactions."""
    before, emptied = at - timedelta(days=settings.NOTICES_BODY_DAYS), 0
    old = Message.objects.filter(created_at__lt=before, body__gt="")
    settled = old.exclude(state=Progress.WAITING)
    while batch := list(settled.values_list("pk", flat=True)[:BATCH]):
        emptied += Message.objects.filter(pk__in=batch).update(**EMPTY)
    OutboxItem.objects.filter(kept_at__lt=at - OUTBOX_KEPT).delete()
    return emptied


def erase(case: Application) -> int:
    """With the person's data: what still waits is not sent any more."""
    messages = Message.objects.filter(application=case)
    messages.filter(state=Progress.WAITING).update(state=Progress.GIVEN_UP)
    return messages.update(**EMPTY)
