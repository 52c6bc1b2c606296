from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Literal, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models.case import Application
from caseflow.applications.models.log import Event
from caseflow.applications.states import OPEN

if TYPE_CHECKING:
    from caseflow.applications.actors import Actor


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def asked_of(self, offices: Collection[int]) -> Self:
        return self.filter(agency__in=offices)

    def with_words(self) -> Self:
        return self.select_related(
            "agency", "application__procedure", "asked__statement", "answered__statement"
        )

    def awaited(self) -> Self:
        """Not answered, and of a file that still is handled."""
        return self.filter(answered=None, application__state__in=OPEN)

    def overdue(self, today: date) -> Self:
        return self.awaited().filter(answer_by__lt=today)

    def handled_by(self, actor: "Actor") -> Self:
        """Those that hold up files which the actor's offices receive or decide."""
        if actor.sees_everything:
            return self
        offices = actor.office_ids
        return self.filter(
            Q(application__receiving_center__in=offices)
            | Q(application__deciding_agency__in=offices)
        )


class Consultation(models.Model):
    """A question to another agency (Decree 118/2025 art 19(4)).

    It shows that agency's people what they are asked, and nothing else of the file; question and
    answer are the words of the two events.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="consultations")
    agency = models.ForeignKey(
        "centers.Agency",
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name=_("agency asked"),
    )
    asked = models.OneToOneField(Event, models.PROTECT, related_name="+")
    #: The last day of the term.
    answer_by = models.DateField(_("answer by"))
    answered = models.OneToOneField(Event, models.PROTECT, null=True, related_name="+")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        constraints = [
            models.UniqueConstraint(
                name="one_open_question_per_agency",
                fields=["application", "agency"],
                condition=Q(answered=None),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="consultations_of_agency"),
            models.Index(
                fields=["agency", "answer_by", "id"],
                name="answers_awaited",
                condition=Q(answered=None),
            ),
            models.Index(fields=["answer_by"], name="answers_by_day", condition=Q(answered=None)),
        ]

    def __str__(self) -> str:
        return f"{self.application} → {self.agency}"

    def said_in(self, event: Literal["asked", "answered"], name: str) -> str:
        """The words of question or answer; empty where there are none, or they were erased."""
        statement = getattr(getattr(self, event), "statement", None)
        return str(statement.body.get(name, "")) if statement else ""
