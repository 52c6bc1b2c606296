from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.applications import papers, reading
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Document, Draft
from caseflow.applications.papers import Scan, pieces
from caseflow.applications.papers.checking import refuse_unless_clean
from caseflow.applications.permissions import may
from caseflow.applications.serializers.papers import (
    DocumentSerializer,
    DocumentsSerializer,
    UploadSerializer,
)
from caseflow.applications.states import Door, Source, Verb
from caseflow.applications.views.cases import CaseView

BODIES = {"multipart/form-data": UploadSerializer}


class DocumentsView(CaseView):
    queryset = Document.objects.none()
    parser_classes = (MultiPartParser, *APIView.parser_classes)
    serializer_class = DocumentSerializer
    pagination_class = None

    @extend_schema(operation_id="applications_documents_list", responses=DocumentsSerializer)
    def get(self, request: Request, number: str) -> Response:
        documents = self.handled_case().documents.order_by("pk")
        return Response({"results": self.get_serializer(documents, many=True).data})

    @extend_schema(request=BODIES, responses={201: DocumentSerializer})
    def post(self, request: Request, number: str) -> Response:
        """A file, one sent in pieces, one of the document store, or a word on where data lie."""
        case = self.handled_case()
        if not may(self.actor, Verb.ATTACH, case):
            raise PermissionDenied
        document = attached(request, case, self.actor)
        return Response(self.get_serializer(document).data, status.HTTP_201_CREATED)


def attached(request: Request, holder: Application | Draft, actor: Actor) -> Document:
    length = request.headers.get("Content-Length", "")
    papers.refuse_long_body(int(length) if length.isdecimal() else 0)
    sent = UploadSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    deed = {"paper": sent.validated_data["paper"], "actor": actor, "at": timezone.now()}
    if "file" in sent.validated_data:
        return file_attached(request, holder, sent.validated_data, deed)
    return named_attached(holder, sent.validated_data, deed)


def file_attached(
    request: Request, holder: Application | Draft, sent: dict[str, Any], deed: dict[str, Any]
) -> Document:
    files, scan = request.FILES.getlist("file"), scan_in(sent, deed["actor"])
    if len(files) > 1:
        return papers.attach_photographs(holder, files, scan=scan, **deed)
    return papers.attach(holder, sent["file"], scan=scan, **deed)


def named_attached(
    holder: Application | Draft, sent: dict[str, Any], deed: dict[str, Any]
) -> Document:
    """What is here already: in the store, in data, or by pieces."""
    if "reuse" in sent:
        return papers.reuse(holder, sent["reuse"], **deed)
    if "data" in sent:
        statement = sent.get("statement", "")
        return papers.state_in_data(holder, sent["data"], statement=statement, **deed)
    actor: Actor = deed["actor"]
    scan = scan_in(sent, actor)
    with pieces.whole(sent["upload"], owner=actor.account, at=deed["at"]) as file:
        return papers.attach(holder, file, scan=scan, **deed)


def scan_in(sent: dict[str, Any], actor: Actor) -> Scan | None:
    if sent["source"] != Source.SCAN:
        return None
    if not actor.is_staff:
        raise papers.PaperRefused("source", _("Only staff scan an original; upload the file."))
    return Scan(sent["resolution"])


class DocumentView(CaseView):
    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, number: str, pk: int) -> FileResponse:
        case = self.handled_case()
        with_file = case.documents.filter(file__gt="")
        document = get_object_or_404(with_file, pk=pk)
        refuse_unless_clean(document, asked_by=self.actor.user_id)
        reading.note(case, actor=self.actor, door=Door.PAPER, at=timezone.now())
        return as_download(document)


def as_download(document: Document) -> FileResponse:
    """Always a download with the sniffed type: nothing a sender wrote is run in our origin."""
    return FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=document.name,
        content_type=document.content_type,
    )
