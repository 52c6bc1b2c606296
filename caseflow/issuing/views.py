from collections.abc import Iterable

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from caseflow.applications import reading
from caseflow.applications.models import Application
from caseflow.applications.papers.checking import refuse_unless_clean
from caseflow.applications.states import Door
from caseflow.applications.views.cases import CaseView
from caseflow.issuing import deliveries, handing_over, scans, slips
from caseflow.issuing.handing_over import Entry
from caseflow.issuing.serializers import (
    BeingPreparedSerializer,
    DeliveriesSerializer,
    EntriesSerializer,
    SignedScansSerializer,
)

PDF = (200, "application/pdf")
#: A slip is made within a second or two of its deed.
RETRY_AFTER_SECONDS = 2


class ResultsView(CaseView):
    @extend_schema(operation_id="applications_results_list", responses=EntriesSerializer)
    def get(self, request: Request, number: str) -> Response:
        """Results and slips of an application, newest first."""
        found = handing_over.entries(self.handled_case(), inside=self.actor.is_staff)
        return Response(EntriesSerializer({"results": found}).data)


class ResultView(CaseView):
    @extend_schema(responses={PDF: OpenApiTypes.BINARY})
    def get(self, request: Request, number: str, id: str) -> FileResponse:
        """The document. An issued result counts as returned once its applicant fetched it."""
        case = self.handled_case()
        entry = entry_called(id, handing_over.entries(case, inside=self.actor.is_staff))
        answer = as_download(entry, case)
        if request.method == "GET" and handing_over.is_returning(entry, case, self.actor):
            handing_over.return_by_fetching(case, at=timezone.now())
        return answer


class DeliveriesView(CaseView):
    @extend_schema(operation_id="applications_deliveries_list", responses=DeliveriesSerializer)
    def get(self, request: Request, number: str) -> Response:
        """How each result was handed over, in the order in which that was done."""
        case = self.handled_case()
        found = deliveries.deliveries_of(case, with_people=self.actor.is_staff)
        return Response(DeliveriesSerializer({"results": found}).data)


class SlipsView(CaseView):
    @extend_schema(operation_id="applications_slips_list", responses=EntriesSerializer)
    def get(self, request: Request, number: str) -> Response:
        """Slips of an application, newest first, also those still being made."""
        found = handing_over.slip_entries(self.handled_case(), inside=self.actor.is_staff)
        return Response(EntriesSerializer({"results": found}).data)


class SlipView(CaseView):
    @extend_schema(responses={PDF: OpenApiTypes.BINARY, 202: BeingPreparedSerializer})
    def get(self, request: Request, number: str, id: str) -> HttpResponseBase:
        """The slip; 202 while it is still being made."""
        case = self.handled_case()
        entry = entry_called(id, handing_over.slip_entries(case, inside=self.actor.is_staff))
        if entry.ready:
            return as_download(entry, case)
        told = {"code": "being_prepared", "message": _("The slip is being prepared; try again.")}
        return Response(told, 202, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


class ControlSlipView(CaseView):
    @extend_schema(responses={PDF: OpenApiTypes.BINARY})
    def get(self, request: Request, number: str) -> HttpResponse:
        """Who handed the file to whom so far (form 06); for the offices that handle it."""
        case = self.handled_case()
        if not self.actor.is_staff:
            raise PermissionDenied
        name = f"{case.number}-06-{case.last_sequence}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        document = slips.control_slip(case)
        return HttpResponse(document, content_type="application/pdf", headers=headers)


class ScansView(CaseView):
    @extend_schema(operation_id="applications_scans_list", responses=SignedScansSerializer)
    def get(self, request: Request, number: str) -> Response:
        """Scans as the clerks who made them signed them; the papers keep the bytes as they came."""
        found = scans.scans_of(self.handled_case())
        return Response(SignedScansSerializer({"results": found}).data)


class ScanView(CaseView):
    @extend_schema(responses={PDF: OpenApiTypes.BINARY})
    def get(self, request: Request, number: str, pk: int) -> FileResponse:
        """The signed copy of one scan."""
        case = self.handled_case()
        signed = scans.scans_of(case).filter(signature__document__gt="")
        scan = get_object_or_404(signed, document=pk)
        refuse_unless_clean(scan.document, asked_by=self.actor.user_id)
        reading.note(case, actor=self.actor, door=Door.PAPER, at=timezone.now())
        return FileResponse(
            scan.signature.document.open("rb"),  # type: ignore[union-attr]
            as_attachment=True,
            filename=f"{case.number}-scan-{pk}.pdf",
            content_type="application/pdf",
        )


def entry_called(name: str, entries: Iterable[Entry]) -> Entry:
    for entry in entries:
        if entry.id == name:
            return entry
    raise Http404


def as_download(entry: Entry, case: Application) -> FileResponse:
    if entry.paper is None or not entry.paper.file:
        raise Http404
    return FileResponse(
        entry.paper.file.open("rb"),
        as_attachment=True,
        filename=f"{case.number}-{entry.id}.pdf",
        content_type="application/pdf",
    )
