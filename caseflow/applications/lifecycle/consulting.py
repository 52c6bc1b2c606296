"""Asking another agency, and its answer (Decree 118/2025 art 19(4))."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import Deed, deed, facts_of
from caseflow.applications.models import Application, Consultation
from caseflow.applications.refusals import DeedRefused, InputRefused
from caseflow.applications.states import Verb
from caseflow.applications.stories import Story, Subject
from caseflow.centers.models import Agency


@transaction.atomic
def consult(
    subject: Subject, *, actor: Actor, at: datetime, agency: Agency, question: str, answer_by: date
) -> Application:
    """The period runs on; until the answer comes the time is the other agency's.

    A story asks nobody: it only tells that somebody was asked.
    """
    with deed(Verb.CONSULT, subject, actor=actor, at=at) as done:
        refuse_bad_question(done, agency, answer_by)
        if not isinstance(subject, Story):
            refuse_asking_twice(done.case, agency)
        done.facts = {"agency": agency.code, "answer_by": answer_by}
        done.said = {"question": question}
        done.case.consult()
    if done.event:
        Consultation.objects.create(
            application=done.case, agency=agency, asked=done.event, answer_by=answer_by
        )
    return done.case


def refuse_bad_question(done: Deed, agency: Agency, answer_by: date) -> None:
    if agency.pk == done.case.deciding_agency_id:
        message = _("This agency decides the application itself; ask another one.")
        raise InputRefused({"agency": [message]})
    if answer_by < office_day(done.at):
        raise InputRefused({"answer_by": [_("This day is past.")]})


def refuse_asking_twice(case: Application, agency: Agency) -> None:
    if case.consultations.filter(agency=agency, answered=None).exists():
        raise DeedRefused(
            "answer_awaited",
            _("This agency was asked already and has not answered yet."),
            case=case,
            instead=_("Wait for its answer, or ask another agency."),
        )


def office_day(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())


@transaction.atomic
def answer_consultation(
    subject: Subject, *, actor: Actor, at: datetime, answer: str
) -> Application:
    """The answer of the agency whose people act; late is possible, and recorded as late."""
    with deed(Verb.ANSWER_CONSULTATION, subject, actor=actor, at=at) as done:
        told = isinstance(subject, Story)
        consultation = None if told else question_to(actor, done.case)
        done.facts = facts_of_answer(done, consultation)
        done.said = {"answer": answer}
        done.case.answer_consultation()
    if consultation:
        consultation.answered = done.event
        consultation.save(update_fields=["answered"])
    return done.case


def facts_of_answer(done: Deed, consultation: Consultation | None) -> dict[str, object]:
    """By the row; in a story by the last question told."""
    if consultation:
        agency, answer_by = consultation.agency.code, consultation.answer_by
    else:
        asked = done.last(Verb.CONSULT)
        question = facts_of(asked) if asked else {}
        agency, answer_by = question["agency"], date.fromisoformat(question["answer_by"])
    return {"agency": agency, "late": answer_by < office_day(done.at)}


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
