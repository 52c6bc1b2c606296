"""What was said to whom goes with the personal content of a file; that it was said stays."""

from caseflow.applications.erasing import Cases, Eraser, Gone
from caseflow.notices.keeping import EMPTY
from caseflow.notices.models import Message, OutboxItem
from caseflow.notices.states import Progress


def erase(cases: Cases) -> Gone:
    gone = Gone()
    told = Message.objects.filter(application__in=cases)
    outbox = OutboxItem.objects.filter(reference__in=told.values("reference"))
    still_there = told.filter(reference__in=outbox.values("reference"))
    gone.note("messages in the outbox", still_there.values_list("application", flat=True))
    outbox.delete()
    # A message without an address and words cannot be sent any more.
    told.filter(state=Progress.WAITING).update(state=Progress.GIVEN_UP)
    gone.note("messages", told.values_list("application", flat=True))
    told.update(**EMPTY)
    return gone


ERASER = Eraser(erase)
