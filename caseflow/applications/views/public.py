import hmac

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.applications import deadlines, filing, places
from caseflow.applications.models import Application, Event
from caseflow.applications.serializers.public import (
    DeadlineQuestionSerializer,
    DeadlineSerializer,
    TrackingSerializer,
)
from caseflow.centers.calendars import working_time_for
from caseflow.centers.working_time import Step, Term
from caseflow.throttling import WindowThrottle


def tracked(number: str, key: str) -> Application | None:
    """The case if the key is its own; number and key are compared in constant time."""
    case = Application.objects.for_display().defer("form").filter(number=number).first()
    expected = case.tracking_key if case else "?" * 16
    return case if hmac.compare_digest(expected.encode(), key.encode()) else None


class TrackingView(APIView):
    """Where a file stands, for whoever holds its number and key; nothing personal."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (WindowThrottle,)
    throttle_scope = "tracking"

    @extend_schema(
        parameters=[OpenApiParameter("Tracking-Key", OpenApiTypes.STR, OpenApiParameter.HEADER)],
        responses=TrackingSerializer,
    )
    def get(self, request: Request, number: str) -> Response:
        case = tracked(number, request.headers.get("Tracking-Key", ""))
        if case is None:
            raise Http404
        case.steps = Event.objects.of(case).steps()  # type: ignore[attr-defined]
        return Response(TrackingSerializer(case).data)


def explained(term: Term | None) -> dict[str, object]:
    if term is None:
        return {"due_at": None, "provisional": False, "explanation": []}
    return {
        "due_at": term.due_at,
        "provisional": term.is_provisional,
        "explanation": [explained_step(step) for step in term.steps],
    }


def explained_step(step: Step) -> dict[str, object]:
    english = (get_language() or "").startswith("en")
    return {
        "date": step.date,
        "effect": step.effect,
        "reason": step.reason_en if english else step.reason,
        "source": step.source,
    }


class DeadlineView(APIView):
    """When the result would be due if a complete file were received at a moment, and why."""

    permission_classes = ()
    throttle_classes = (WindowThrottle,)
    throttle_scope = "public"

    @extend_schema(parameters=[DeadlineQuestionSerializer], responses=DeadlineSerializer)
    def get(self, request: Request, code: str) -> Response:
        question = DeadlineQuestionSerializer(data=request.query_params)
        question.is_valid(raise_exception=True)
        version = filing.version_in_force(code)
        center = places.center_called(question.validated_data["center"], "center")
        agency = places.deciding_agency(version, center)
        at = question.validated_data.get("at") or timezone.now()
        term = deadlines.settlement(version, working_time_for(agency.pk), at)
        return Response(DeadlineSerializer(explained(term)).data)
