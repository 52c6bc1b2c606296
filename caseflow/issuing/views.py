from django.http import FileResponse, Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from caseflow.applications.models import Application
from caseflow.applications.states import State
from caseflow.applications.views.cases import CaseView
from caseflow.issuing import handing_over
from caseflow.issuing.handing_over import RESULT, Entry
from caseflow.issuing.serializers import EntriesSerializer


class ResultsView(CaseView):
    @extend_schema(operation_id="applications_results_list", responses=EntriesSerializer)
    def get(self, request: Request, number: str) -> Response:
        """Results and slips of an application, newest first."""
        found = handing_over.entries(self.handled_case())
        return Response(EntriesSerializer({"results": found}).data)


class ResultView(CaseView):
    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, number: str, id: str) -> FileResponse:
        """The document. An issued result counts as returned once its applicant fetched it."""
        case = self.handled_case()
        entry = entry_called(id, case)
        answer = as_download(entry, case)
        if request.method == "GET" and self.is_returning(entry, case):
            handing_over.return_by_fetching(case, at=timezone.now())
        return answer

    def is_returning(self, entry: Entry, case: Application) -> bool:
        electronic = entry.kind == RESULT and entry.electronic
        is_waiting = case.state == State.ISSUED and entry.digest == case.result_digest
        return electronic and is_waiting and handing_over.is_for(self.actor, case)


def entry_called(name: str, case: Application) -> Entry:
    for entry in handing_over.entries(case):
        if entry.paper and entry.id == name:
            return entry
    raise Http404


def as_download(entry: Entry, case: Application) -> FileResponse:
    if entry.paper is None:
        raise Http404
    return FileResponse(
        entry.paper.file.open("rb"),
        as_attachment=True,
        filename=f"{case.number}-{entry.id}.pdf",
        content_type="application/pdf",
    )
