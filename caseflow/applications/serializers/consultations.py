from typing import Any

from django.utils import timezone
from rest_framework import serializers

from caseflow.applications.models import Consultation


class ConsultationSerializer(serializers.Serializer[Consultation]):
    """What the agency asked has to know; nothing else of the file, and nobody's name."""

    application = serializers.CharField(source="application.number")
    procedure = serializers.CharField(source="application.procedure.code")
    procedure_name = serializers.CharField(source="application.procedure.name")
    asked_by = serializers.CharField(source="asked.actor_unit")
    agency = serializers.CharField(source="agency.code")
    question = serializers.SerializerMethodField()
    asked_at = serializers.DateTimeField(source="asked.at")
    answer_by = serializers.DateField()
    is_overdue = serializers.SerializerMethodField()
    answer = serializers.SerializerMethodField()
    answered_at = serializers.DateTimeField(source="answered.at", default=None, allow_null=True)

    def get_question(self, consultation: Consultation) -> str:
        return consultation.said_in("asked", "question")

    def get_answer(self, consultation: Consultation) -> str:
        return consultation.said_in("answered", "answer")

    def get_is_overdue(self, consultation: Consultation) -> bool:
        today: Any = timezone.localdate(timezone=timezone.get_default_timezone())
        return consultation.answered is None and consultation.answer_by < today
