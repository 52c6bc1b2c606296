from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.applications.states import Contradiction
from caseflow.drawing.views.presenting import present
from caseflow.indicators.days import office_day
from caseflow.indicators.permissions import ForTheOffice
from caseflow.reports import quality
from caseflow.reports.selections import presets
from caseflow.reports.serializers import AskedSerializer, QualitySerializer
from caseflow.reports.views.asking import asked, invalid, page_number

#: The counts are read from the files themselves.
QUALITY_DAYS = timedelta(days=366)


@login_required
@require_GET
def filing_quality(request: HttpRequest) -> HttpResponse:
    """Contradictions by centre; with a kind, the files behind its count."""
    form = asked(request)
    selection = form.selection() if form.is_valid() else form.default
    told = "" if selection.last - selection.first <= QUALITY_DAYS else _("Choose a year at most.")
    kind = request.GET.get("kind", "")
    chosen = Contradiction(kind) if kind in Contradiction.values and not told else None
    context = {
        "title": _("Quality of filing data"),
        "form": form,
        "selection": selection,
        "presets": presets(selection, today=office_day(timezone.now())),
        "offices": selection.viewer.offices.order_by("sort_key").values_list("code", "name"),
        "told": told,
        "kinds": list(Contradiction),
        "lines": [] if told else quality.lines(selection),
        "kind": chosen,
        "files": chosen and quality.page(selection, chosen, number=page_number(request)),
    }
    status = 200 if form.is_valid() and not told else 400
    return present(request, "reports/filing_quality.html", context, status=status)


class FilingQuality(APIView):
    """How many filings contradict themselves, by centre and kind."""

    permission_classes = (ForTheOffice,)

    @extend_schema(parameters=[AskedSerializer], responses=QualitySerializer)
    def get(self, request: Request) -> Response:
        form = asked(request)
        if not form.is_valid():
            raise invalid(form)
        selection = form.selection()
        if selection.last - selection.first > QUALITY_DAYS:
            raise ValidationError({"from": [_("Choose a year at most.")]})
        return Response(QualitySerializer({"results": quality.lines(selection)}).data)
