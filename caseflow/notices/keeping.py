"""How long what was said is kept: the fact of telling stays, address and words go."""

from datetime import datetime, timedelta

from django.conf import settings

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
