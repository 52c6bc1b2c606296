from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.applications import deadlines, filing, places
from caseflow.applications.deadlines import Timing
from caseflow.applications.serializers.deadlines import (
    DeadlineQuestionSerializer,
    DeadlineSerializer,
    TimingSerializer,
    nothing_due,
)
from caseflow.applications.states import Clock
from caseflow.applications.views.cases import CaseView
from caseflow.centers.calendars import working_time_for
from caseflow.throttling import WindowThrottle


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
        return Response(DeadlineSerializer(term or nothing_due()).data)


class CaseDeadlineView(CaseView):
    """Every clock of an application with its days and its law; nothing personal."""

    serializer_class = TimingSerializer
    pagination_class = None

    @extend_schema(responses=TimingSerializer)
    def get(self, request: Request, number: str) -> Response:
        timing = deadlines.timing_of(self.case(), at=timezone.now())
        return Response(TimingSerializer(told(timing)).data)


def told(timing: Timing) -> dict[str, object]:
    settlement = timing.settlement
    main = nothing_due()
    if settlement:
        main = {name: getattr(settlement, name) for name in main}
    return main | {
        "clocks": timing.dues,
        "time_spent": [
            {
                "clock": clock,
                "name": Clock(clock).label,
                "elapsed_seconds": passed.elapsed,
                "working_seconds": passed.working,
            }
            for clock, passed in timing.spent.items()
        ],
    }
