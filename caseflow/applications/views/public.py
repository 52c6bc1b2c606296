import hmac

from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.applications import deadlines
from caseflow.applications.models import Application, Event
from caseflow.applications.serializers.public import TrackingSerializer
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
        case.clocks = deadlines.timing_of(case, at=timezone.now()).public  # type: ignore[attr-defined]
        return Response(TrackingSerializer(case).data)
