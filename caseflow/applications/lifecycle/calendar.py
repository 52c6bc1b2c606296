from datetime import datetime

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed
from caseflow.applications.models import Application
from caseflow.applications.states import Verb
from caseflow.applications.stories import Subject


def reschedule(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    calendar: int,
    document: str,
    due_at: datetime | None = None,
    reception_due_at: datetime | None = None,
) -> Application:
    """A new version of the calendar moves dates; `document` is the decision behind it.

    None leaves a date as it is. The first due date stays on record.
    """
    with deed(Verb.RESCHEDULE, subject, actor=actor, at=at) as done:
        moved = {"due_at": due_at, "reception_due_at": reception_due_at}
        told = {name: date for name, date in moved.items() if date}
        done.facts = {"calendar": calendar, "document": document, **told}
        done.case.reschedule(**told)
    return done.case
