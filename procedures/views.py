from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.throttling import WindowThrottle
from procedures import fees
from procedures.filters import InForceFilter
from procedures.models import ProcedureVersion
from procedures.serializers import (
    FeeQuestionSerializer,
    ProcedureDetailSerializer,
    ProcedureSerializer,
    QuoteSerializer,
)


class PagesByPlace(CursorPagination):
    """One sort key without equals, so that no page repeats or skips a procedure."""

    ordering = ("place",)
    page_size = 50


class OpenToAll(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (WindowThrottle,)
    throttle_scope = "public"


class ProcedureList(OpenToAll, ListAPIView[ProcedureVersion]):
    """The procedures that can be asked for today; the best match of a search first."""

    queryset = (
        ProcedureVersion.objects.in_force()
        .with_place("")
        .select_related("procedure")
        .only("number", "online_level", "procedure")
    )
    serializer_class = ProcedureSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = InForceFilter
    pagination_class = PagesByPlace


class ProcedureDetail(OpenToAll, RetrieveAPIView[ProcedureVersion]):
    """One procedure: its form, papers, time limit and fees as they are in force."""

    queryset = ProcedureVersion.objects.in_force().with_parts()
    serializer_class = ProcedureDetailSerializer
    lookup_field = "procedure__code"
    lookup_url_kwarg = "code"


class FeesView(OpenToAll):
    """What a file would cost by the rules in force, before anybody files it."""

    @extend_schema(parameters=[FeeQuestionSerializer], responses=QuoteSerializer)
    def get(self, request: Request, code: str) -> Response:
        versions = ProcedureVersion.objects.in_force()
        version = get_object_or_404(versions, procedure__code=code)
        sent = FeeQuestionSerializer(data=request.query_params)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        asked = fees.Asked(
            channel=said["channel"],
            on=timezone.localdate(),
            quantity=said["quantity"],
            copies=said["copies"],
            exemptions=said["exemption"],
            fees=said["fee"],
        )
        try:
            found = fees.quote(version.fees.all(), version.exemptions.all(), asked)
        except fees.UnknownExemption as unknown:
            raise ValidationError({"exemption": [unknown_exemption(unknown)]}) from None
        return Response(QuoteSerializer(found).data)


def unknown_exemption(unknown: fees.UnknownExemption) -> str:
    message = _("These rules give no exemption “%(key)s”; see “exemptions” of the procedure.")
    return message % {"key": unknown}
