from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.applications.states import Contradiction
from caseflow.drawing.views.presenting import present
from caseflow.indicators.moments import one_moment
from caseflow.indicators.permissions import ForTheOffice
from caseflow.reports import quality
from caseflow.reports.serializers import AskedSerializer, QualitySerializer
from caseflow.reports.views.asking import around, asked, invalid


@login_required
@require_GET
@one_moment()
def filing_quality(request: HttpRequest) -> HttpResponse:
    """Contradictions by centre."""
    form = asked(request)
    selection = form.shown
    told = _("Choose a year at most.") if quality.is_too_long(selection) else ""
    context = around(selection) | {
        "title": _("Quality of filing data"),
        "form": form,
        "told": told,
        "kinds": list(Contradiction),
        "lines": [] if told else quality.lines(selection),
    }
    status = 200 if form.is_valid() and not told else 400
    return present(request, "reports/filing_quality.html", context, status=status)


class FilingQuality(APIView):
    """How many filings contradict themselves, by centre and kind."""

    permission_classes = (ForTheOffice,)

    @extend_schema(parameters=[AskedSerializer], responses=QualitySerializer)
    @one_moment()
    def get(self, request: Request) -> Response:
        form = asked(request)
        if not form.is_valid():
            raise invalid(form)
        selection = form.selection()
        if quality.is_too_long(selection):
            raise ValidationError({"from": [_("Choose a year at most.")]})
        return Response(QualitySerializer({"results": quality.lines(selection)}).data)
