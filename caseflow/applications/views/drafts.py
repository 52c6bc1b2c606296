from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import ModelViewSet

from caseflow.applications import filing
from caseflow.applications.models import Draft
from caseflow.applications.serializers.filing import DraftSerializer, FiledSerializer
from caseflow.applications.serializers.papers import (
    DocumentSerializer,
    DocumentsSerializer,
)
from caseflow.applications.views.cases import (
    ActorMixin,
    FilingThrottle,
    refuse_to_file_unless,
    submission_in,
)
from caseflow.applications.views.papers import BODIES, attached


class RecentFirst(CursorPagination):
    ordering = ("-updated_at", "-id")
    page_size = 50


class DraftViewSet(ActorMixin, ModelViewSet[Draft]):
    """What somebody has typed so far, on whichever device; not a dossier."""

    queryset = Draft.objects.all()
    serializer_class = DraftSerializer
    pagination_class = RecentFirst
    throttle_classes = (FilingThrottle,)
    throttle_scope = "filing"
    lookup_field = "reference"
    lookup_value_converter = "uuid"
    http_method_names = ("get", "post", "put", "delete", "head", "options")

    def get_queryset(self) -> QuerySet[Draft]:
        return Draft.objects.filter(owner=self.request.user.pk).select_related("procedure")

    def perform_create(self, serializer: BaseSerializer[Draft]) -> None:
        refuse_to_file_unless(self.actor)
        serializer.save(owner=self.request.user)

    @extend_schema(request=None, responses={201: FiledSerializer})
    @action(detail=True, methods=["post"])
    def file(self, request: Request, reference: str) -> Response:
        """Files what was typed; the draft and its papers become the application's."""
        draft = self.get_object()
        refuse_to_file_unless(self.actor)
        submission = submission_in(request, draft)
        case = filing.file(submission, actor=self.actor, at=timezone.now())
        return Response(FiledSerializer.shown(case), status.HTTP_201_CREATED)


class DraftDocumentsView(ActorMixin, GenericAPIView[Any]):
    queryset = Draft.objects.none()
    parser_classes = (MultiPartParser, *APIView.parser_classes)
    serializer_class = DocumentSerializer
    pagination_class = None

    def draft(self) -> Draft:
        own = Draft.objects.filter(owner=self.request.user.pk)
        return get_object_or_404(own, reference=self.kwargs["reference"])

    @extend_schema(responses=DocumentsSerializer)
    def get(self, request: Request, reference: str) -> Response:
        documents = self.draft().documents.order_by("pk")
        return Response({"results": self.get_serializer(documents, many=True).data})

    @extend_schema(request=BODIES, responses={201: DocumentSerializer})
    def post(self, request: Request, reference: str) -> Response:
        document = attached(request, self.draft(), self.actor)
        return Response(self.get_serializer(document).data, status.HTTP_201_CREATED)
