from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny

from caseflow.centers.filters import ServiceCenterFilter
from caseflow.centers.models import ServiceCenter
from caseflow.centers.serializers import ServiceCenterSerializer
from caseflow.throttling import WindowThrottle


class AlphabeticalPages(CursorPagination):
    ordering = ("sort_key", "pk")
    page_size = 50


class ServiceCenterList(ListAPIView[ServiceCenter]):
    """Where files can be handed in: the public-administration service centres in force."""

    queryset = ServiceCenter.objects.current().select_related("unit")
    serializer_class = ServiceCenterSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ServiceCenterFilter
    pagination_class = AlphabeticalPages
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (WindowThrottle,)
    throttle_scope = "public"
