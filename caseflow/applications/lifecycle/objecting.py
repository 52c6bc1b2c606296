"""The applicant's word against a filing that somebody else made for them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed
from caseflow.applications.models import Application
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Verb
from caseflow.applications.stories import Subject


def object(subject: Subject, *, actor: Actor, at: datetime, text: str) -> Application:
    """Nothing stops by it; the offices see it, and it is counted with the centre's filings."""
    with deed(Verb.OBJECT, subject, actor=actor, at=at) as done:
        days = settings.APPLICATIONS_OBJECTION_DAYS
        if done.at > done.case.filed_at + timedelta(days=days):
            raise DeedRefused(
                "objection_late",
                _("An objection is possible within %(days)d days after the filing.")
                % {"days": days},
                case=done.case,
                instead=_("Withdraw the application, or complain to the head of the centre."),
            )
        done.said = {"text": text}
        done.case.object()
    return done.case
