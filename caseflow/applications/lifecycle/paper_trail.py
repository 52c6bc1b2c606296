"""Papers on their way from the receiving centre to the agency that decides elsewhere.

The electronic file is there at once; what is on paper follows (Decree 118/2025 art 20).
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed
from caseflow.applications.models import Application, PaperHandOver
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Verb
from caseflow.centers.calendars import working_time_for


@transaction.atomic
def send_paper(subject: int, *, actor: Actor, at: datetime, text: str = "") -> Application:
    """By the receiving centre; again when more paper came, once the first has arrived."""
    with deed(Verb.SEND_PAPER, subject, actor=actor, at=at) as done:
        refuse_while_under_way(done.case)
        due_at = paper_due(done.case)
        done.facts = {"paper_due_at": due_at, "late": done.at > due_at}
        done.said = {"text": text} if text else None
        done.case.send_paper()
        PaperHandOver.objects.create(
            application=done.case,
            sender_id=done.case.receiving_center_id,
            recipient_id=done.case.deciding_agency_id,
            due_at=due_at,
            sent_at=done.at,
        )
    return done.case


@transaction.atomic
def receive_paper(subject: int, *, actor: Actor, at: datetime, text: str = "") -> Application:
    """By the deciding agency or its own centre; `text` says what was missing."""
    with deed(Verb.RECEIVE_PAPER, subject, actor=actor, at=at) as done:
        under_way = done.case.paper_hand_overs.filter(received_at=None).first()
        if under_way is None:
            raise DeedRefused(
                "no_paper_under_way",
                _("No papers of this application are under way."),
                case=done.case,
                instead=_("Ask the receiving centre to record that it sent them."),
            )
        done.facts = {"paper_due_at": under_way.due_at, "late": done.at > under_way.due_at}
        done.said = {"text": text} if text else None
        done.case.receive_paper()
        under_way.received_at = done.at
        under_way.save(update_fields=["received_at"])
    return done.case


def refuse_while_under_way(case: Application) -> None:
    if case.paper_hand_overs.filter(received_at=None).exists():
        raise DeedRefused(
            "paper_under_way",
            _("Papers of this application are under way already."),
            case=case,
            instead=_("Send more once the deciding agency has taken in the first."),
        )


def paper_due(case: Application) -> datetime:
    """By when the papers must be there, counted from reception by the receiving centre's days."""
    calendar = working_time_for(case.receiving_center_id)
    days = settings.APPLICATIONS_PAPER_HANDOVER_DAYS
    return calendar.after_days(case.received_at or case.filed_at, days).due_at
