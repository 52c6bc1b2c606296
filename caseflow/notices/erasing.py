"""What was said to whom goes with the personal content of a file; that it was said stays."""

from caseflow.applications.erasing import Eraser, Gone
from caseflow.applications.models import Application
from caseflow.notices.keeping import EMPTY
from caseflow.notices.models import Message, OutboxItem
from caseflow.notices.states import Progress


def erase(case: Application) -> Gone:
    gone = Gone()
    told = Message.objects.filter(application=case)
    outbox = OutboxItem.objects.filter(reference__in=told.values("reference"))
    gone.note("messages in the outbox", outbox.delete()[0])
    # A message without an address and words cannot be sent any more.
    told.filter(state=Progress.WAITING).update(state=Progress.GIVEN_UP)
    gone.note("messages", told.update(**EMPTY))
    return gone


ERASER = Eraser(erase)
