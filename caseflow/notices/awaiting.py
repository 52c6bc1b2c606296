"""Answers that other agencies owe on consultations."""

from datetime import datetime
from functools import partial

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import override

from caseflow.accounts.models import Role
from caseflow.applications.models import Consultation
from caseflow.applications.states import Origin
from caseflow.notices import facts, texts
from caseflow.notices.models import Reminder
from caseflow.notices.reminding import office_day, people_of, remind_once
from caseflow.notices.telling import Occasion
from caseflow.notices.texts import Composed


def remind_of_answers(*, at: datetime) -> None:
    """Tells the heads of both offices of an answer that is overdue (Decree 118 art 19(4))."""
    overdue = Consultation.objects.overdue(office_day(at))
    reason = Concat(Value("answer/"), Cast(OuterRef("pk"), CharField()))
    told = Reminder.objects.filter(application=OuterRef("application"), reason=reason)
    live = overdue.filter(~Exists(told), application__origin=Origin.LIVE)
    for consultation in live.select_related("application", "agency"):
        remind_heads(consultation, at=at)


def remind_heads(consultation: Consultation, *, at: datetime) -> None:
    case = consultation.application
    reason = f"answer/{consultation.pk}"
    occasion = Occasion(name=reason, at=at, composed=partial(answer_text, consultation), case=case)
    offices = {case.receiving_center_id, case.deciding_agency_id}
    remind_once(occasion, [case], reason, people_of(offices, Role.LEADER))


def answer_text(consultation: Consultation, language: str) -> Composed:
    with override(language):
        values = {
            "number": consultation.application.number,
            "asked": facts.name_of(consultation.agency),
            "answer_by": f"{consultation.answer_by:%d/%m/%Y}",
        }
    return texts.compose("answer_overdue", language, values)
