from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Consultation
from caseflow.applications.models.consultations import ConsultationQuerySet
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.serializers.consultations import ConsultationSerializer
from caseflow.applications.views.cases import ActorMixin, VerbView


class NewestQuestionFirst(CursorPagination):
    ordering = ("-id",)
    page_size = 50


class ConsultationsView(ActorMixin, ListAPIView[Consultation]):
    """What other agencies asked the asker's own: nobody else's questions, answered or not."""

    serializer_class = ConsultationSerializer
    pagination_class = NewestQuestionFirst
    queryset = Consultation.objects.none()

    def get_queryset(self) -> QuerySet[Consultation]:
        return asked_of(self.actor).with_words()


def asked_of(actor: Actor) -> ConsultationQuerySet:
    asked: ConsultationQuerySet = Consultation.objects.asked_of(actor.office_ids)
    return asked


class AnswerView(VerbView):
    """The one deed of an agency that does not handle the application."""

    @extend_schema(responses=ConsultationSerializer)
    def post(self, request: Request, number: str) -> Response:
        return super().post(request, number)

    def found_in(self, cases: ApplicationQuerySet) -> Application:
        asked = self.questions().values("application")
        case: Application | None = cases.filter(number=self.kwargs["number"], pk__in=asked).first()
        return case or super().found_in(cases)

    def questions(self) -> ConsultationQuerySet:
        return asked_of(self.actor).filter(application__number=self.kwargs["number"])

    def outcome(self) -> Any:
        answered = self.questions().exclude(answered=None).order_by("-answered")
        return ConsultationSerializer(answered.with_words().first()).data
