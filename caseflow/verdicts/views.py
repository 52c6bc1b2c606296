from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from caseflow.applications.views.cases import CaseView
from caseflow.verdicts import examining
from caseflow.verdicts.serializers import BeingExaminedSerializer, PaperVerdictSerializer
from signatures.states import Finding

RETRY_AFTER_SECONDS = 2


class PaperVerdictView(CaseView):
    @extend_schema(responses={200: PaperVerdictSerializer, 202: BeingExaminedSerializer})
    def get(self, request: Request, number: str, pk: int) -> Response:
        """What the signatures of a filed PDF were worth when it came; 202 while that is found out.

        404 for what is no PDF.
        """
        case = self.handled_case()
        paper = get_object_or_404(case.documents.filter(file__gt=""), pk=pk)
        if not examining.pdfs([paper]):
            raise Http404
        row = examining.verdicts_of(case, [paper]).get(paper.pk)
        if row is None:
            told = {"code": "being_examined", "message": _("The paper is being examined.")}
            return Response(told, 202, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        found = {
            "examined_at": row.examined_at,
            "withdrawn": row.finding == Finding.WITHDRAWN,
            "verdict": row.verdict,
        }
        return Response(PaperVerdictSerializer(found).data)
