from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.applications.permissions import owner
from caseflow.applications.views.cases import CaseView
from caseflow.sealing import exporting
from caseflow.sealing.models import Seal
from caseflow.sealing.serializers import (
    EvidenceSerializer,
    SealPageSerializer,
    SealQuestionSerializer,
    SealSerializer,
)
from caseflow.throttling import WindowThrottle

PAGE_SIZE = 50


class EvidenceView(CaseView):
    @extend_schema(operation_id="applications_evidence", responses=EvidenceSerializer)
    def get(self, request: Request, number: str) -> Response:
        """The chain with its seals, for the counter-check; with the words for the owner only."""
        case = self.handled_case()
        evidence = exporting.evidence_of(case, for_owner=owner(self.actor, case))
        name = f"{case.number}-evidence.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(EvidenceSerializer(evidence).data, headers=headers)


class OpenView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (WindowThrottle,)
    throttle_scope = "public"


class SealsView(OpenView):
    @extend_schema(
        operation_id="seals_list",
        parameters=[SealQuestionSerializer],
        responses=SealPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """The seals of all days, newest first."""
        asked = SealQuestionSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        page = seals_before(asked.validated_data.get("before"))
        return Response(SealPageSerializer(page | {"next": next_address(request, page)}).data)


def seals_before(number: int | None) -> dict[str, Any]:
    rows = list(Seal.objects.newest_first().before(number).for_display()[: PAGE_SIZE + 1])
    return {"results": rows[:PAGE_SIZE], "more": len(rows) > PAGE_SIZE}


def next_address(request: Request, page: dict[str, Any]) -> str | None:
    if not page["more"]:
        return None
    address = f"{reverse('seals')}?before={page['results'][-1].number}"
    return str(request.build_absolute_uri(address))


class SealView(OpenView):
    @extend_schema(responses=SealSerializer)
    def get(self, request: Request, day: date) -> Response:
        """The signed seal of a day with its time stamp, for the counter-check."""
        seal = Seal.objects.of_day(day).first()
        if seal is None:
            raise Http404
        headers = {"Content-Disposition": f'attachment; filename="seal-{day}.json"'}
        return Response(SealSerializer(exporting.seal_of_day(seal)).data, headers=headers)
