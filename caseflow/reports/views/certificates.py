from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.drawing.views.presenting import present
from caseflow.indicators.permissions import ForTheOffice
from caseflow.indicators.viewers import viewer
from caseflow.reports.coverage import coverage, coverage_table
from caseflow.reports.serializers import CoverageSerializer
from caseflow.reports.views.downloads import download
from signatures.states import CertificateState


@login_required
@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    found = coverage(viewer(request.user), now=timezone.now())
    only_gaps = "gaps" in request.GET
    context = {
        "title": _("Certificates"),
        "coverage": found,
        "states": list(CertificateState),
        "only_gaps": only_gaps,
        "lines": found.gaps if only_gaps else found.lines,
        "now": timezone.now(),
    }
    return present(request, "reports/certificates.html", context)


@login_required
@require_GET
def certificates_csv(request: HttpRequest) -> StreamingHttpResponse:
    found = coverage(viewer(request.user), now=timezone.now())
    return download(coverage_table(found.lines), "certificates.csv")


class Certificates(APIView):
    """Certificates by kind and state, and which offices can sign."""

    permission_classes = (ForTheOffice,)

    @extend_schema(responses=CoverageSerializer)
    def get(self, request: Request) -> Response:
        found = coverage(viewer(request.user), now=timezone.now())
        return Response(CoverageSerializer(found).data)
