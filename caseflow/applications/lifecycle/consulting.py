"""Asking another agency, and its answer (Decree 118/2025 art 19(4))."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed
from caseflow.applications.models import Application, Consultation
from caseflow.applications.refusals import DeedRefused, InputRefused
from caseflow.applications.states import Verb
from caseflow.centers.models import Agency


@transaction.atomic
def consult(
    subject: int, *, actor: Actor, at: datetime, agency: Agency, question: str, answer_by: date
) -> Application:
    """The period runs on; until the answer comes the time is the other agency's."""
    with deed(Verb.CONSULT, subject, actor=actor, at=at) as done:
        refuse_bad_question(done.case, agency, answer_by, at=done.at)
        done.facts = {"agency": agency.code, "answer_by": answer_by}
        done.said = {"question": question}
        done.case.consult()
    Consultation.objects.create(
        application=done.case, agency=agency, asked=done.event, answer_by=answer_by
    )
    return done.case


def refuse_bad_question(
    case: Application, agency: Agency, answer_by: date, *, at: datetime
) -> None:
    if agency.pk == case.deciding_agency_id:
        message = _("This agency decides the application itself; ask another one.")
        raise InputRefused({"agency": [message]})
    if answer_by < timezone.localdate(at, timezone.get_default_timezone()):
        raise InputRefused({"answer_by": [_("This day is past.")]})
    if case.consultations.filter(agency=agency, answered=None).exists():
        raise DeedRefused(
            "answer_awaited",
            _("This agency was asked already and has not answered yet."),
            case=case,
            instead=_("Wait for its answer, or ask another agency."),
        )


@transaction.atomic
def answer_consultation(subject: int, *, actor: Actor, at: datetime, answer: str) -> Application:
    """The answer of the agency whose people act; late is possible, and recorded as late."""
    with deed(Verb.ANSWER_CONSULTATION, subject, actor=actor, at=at) as done:
        consultation = question_to(actor, done.case)
        done.facts = {
            "agency": consultation.agency.code,
            "late": consultation.answer_by
            < timezone.localdate(done.at, timezone.get_default_timezone()),
        }
        done.said = {"answer": answer}
        done.case.answer_consultation()
    consultation.answered = done.event
    consultation.save(update_fields=["answered"])
    return done.case


def question_to(actor: Actor, case: Application) -> Consultation:
    asked = case.consultations.asked_of(actor.office_ids).filter(answered=None)
    consultation: Consultation | None = asked.select_related("agency").order_by("pk").first()
    if consultation is None:
        raise DeedRefused(
            "not_asked",
            _("Your agency was not asked, or has answered already."),
            case=case,
            instead=_("Add what you know as a note, if your office handles this application."),
        )
    return consultation
