from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from caseflow.throttling import WindowThrottle
from procedures.filters import InForceFilter
from procedures.models import ProcedureVersion
from procedures.serializers import ProcedureDetailSerializer, ProcedureSerializer


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
