"""Questions between agencies at the desk: asked of the own office, and answers that are overdue."""

from dataclasses import dataclass
from datetime import date

from caseflow.applications.actors import Actor
from caseflow.applications.models import Consultation
from caseflow.applications.models.consultations import ConsultationQuerySet
from caseflow.centers.models import Agency

PAGE = 50
#: Nobody needs to know how far beyond this it goes.
CAP = 100


@dataclass(frozen=True, slots=True)
class Question:
    consultation: Consultation
    asked_by: str
    question: str
    answer: str
    is_overdue: bool


def asked_of(actor: Actor, *, before: int | None = None) -> ConsultationQuerySet:
    """What was asked of the actor's agencies, the newest first; below a key for later pages."""
    asked: ConsultationQuerySet = Consultation.objects.asked_of(actor.office_ids).with_words()
    return asked.filter(pk__lt=before) if before else asked


def page(actor: Actor, today: date, *, before: int | None = None) -> tuple[list[Question], int]:
    """The questions of a page, and the key below which the next begins; 0 at the end."""
    rows = list(asked_of(actor, before=before).order_by("-pk")[: PAGE + 1])
    following = rows[PAGE - 1].pk if len(rows) > PAGE else 0
    return shown(rows[:PAGE], today), following


def overdue(actor: Actor, today: date) -> list[Question]:
    """Answers that did not come and hold up files of the actor's offices, the oldest first."""
    late: ConsultationQuerySet = Consultation.objects.overdue(today).handled_by(actor)
    return shown(list(late.with_words().order_by("answer_by", "pk")[:PAGE]), today)


def overdue_count(actor: Actor, today: date) -> int:
    late: ConsultationQuerySet = Consultation.objects.overdue(today).handled_by(actor)
    return late.values("pk")[:CAP].count()


def shown(rows: list[Consultation], today: date) -> list[Question]:
    codes = {row.asked.actor_unit for row in rows}
    names = dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        Question(
            consultation=row,
            asked_by=names.get(row.asked.actor_unit, row.asked.actor_unit),
            question=row.said_in("asked", "question"),
            answer=row.said_in("answered", "answer"),
            is_overdue=row.answered is None and row.answer_by < today,
        )
        for row in rows
    ]
