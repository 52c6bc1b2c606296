from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from caseflow.applications import filing, turning_away
from caseflow.applications.models import Application
from caseflow.applications.permissions import may_turn_away
from caseflow.applications.serializers.filing import FiledSerializer, TurningAwaySerializer
from caseflow.applications.views.cases import ActorMixin


class RefusalsView(ActorMixin, GenericAPIView[Application]):
    serializer_class = TurningAwaySerializer

    @extend_schema(responses={201: FiledSerializer})
    def post(self, request: Request) -> Response:
        """Refuse a visitor at the own counter: a number, a reason and slip 03, but no file."""
        if not may_turn_away(self.actor):
            raise PermissionDenied
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        body = sent.validated_data
        if body["receiving_center"] != self.actor.unit:
            raise PermissionDenied
        reason, applicant = body.pop("reason"), filing.Applicant(**body.pop("applicant"))
        submission = filing.Submission(applicant=applicant, **body)
        case = turning_away.turn_away(
            submission, actor=self.actor, at=timezone.now(), reason=reason
        )
        return Response(FiledSerializer.shown(case), 201)
