from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from citizens.models import Citizen, StoredDocument
from citizens.serializers import StoredDocumentSerializer


class NewestKept(CursorPagination):
    ordering = ("-kept_at", "-id")
    page_size = 50


class OwnStore(GenericAPIView[StoredDocument]):
    """A person's own papers, and those of whom this person may act for today."""

    queryset = StoredDocument.objects.none()
    serializer_class = StoredDocumentSerializer
    pagination_class = NewestKept

    def get_queryset(self) -> QuerySet[StoredDocument]:
        citizen = Citizen.objects.filter(account=self.request.user.pk).only("pk").first()
        if citizen is None:
            return StoredDocument.objects.none()
        return StoredDocument.objects.open_to(citizen.pk, on=timezone.localdate())


class StoredDocumentsView(OwnStore, ListAPIView[StoredDocument]):
    """The document store of whoever asks, newest first."""


class StoredDocumentView(OwnStore):
    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int) -> FileResponse:
        document = self.get_object()
        return FileResponse(
            document.file.open("rb"),
            as_attachment=True,
            filename=document.name,
            content_type=document.content_type,
        )
