from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.indicators.days import office_day
from caseflow.indicators.permissions import ForTheOffice
from caseflow.reports.distribution import drawn
from caseflow.reports.ordering import columns, known_sort, ordered
from caseflow.reports.overdue import overdue_page
from caseflow.reports.processing import report
from caseflow.reports.selections import Selection, presets
from caseflow.reports.serializers import AskedSerializer, ReportSerializer
from caseflow.reports.views.asking import asked, invalid, page_number
from caseflow.reports.views.presenting import present


@login_required
@require_GET
def processing_time(request: HttpRequest) -> HttpResponse:
    form = asked(request)
    selection = form.selection() if form.is_valid() else form.default
    context = page(request, selection) | {"form": form}
    status = 200 if form.is_valid() else 400
    return present(request, "reports/processing_time.html", context, status=status)


def page(request: HttpRequest, selection: Selection) -> dict[str, Any]:
    now = timezone.now()
    found = report(selection, now=now)
    sort = known_sort(request.GET.get("sort", ""))
    return {
        "title": _("Processing time"),
        "report": found,
        "selection": selection,
        "presets": presets(selection, today=office_day(now)),
        "chart": drawn(
            found.steps,
            title=_("Ended files by agency time"),
            description="",
            href=lambda step: "",
        ),
        "compared": [printed for printed in found.printed if printed.is_counted],
        "uncompared": [printed for printed in found.printed if not printed.is_counted],
        "columns": columns(sort),
        "sort": sort,
        "tables": [
            (_("Procedures"), ordered(found.procedures, sort)),
            (_("Centres"), ordered(found.centers, sort)),
        ],
        "overdue": overdue_page(selection, number=page_number(request), now=now),
        "offices": selection.viewer.offices.order_by("sort_key").values_list("code", "name"),
        "procedures": [(line.code, line.name) for line in found.procedures],
        "now": now,
    }


class ProcessingTime(APIView):
    """The numbers of the processing-time page."""

    permission_classes = (ForTheOffice,)

    @extend_schema(parameters=[AskedSerializer], responses=ReportSerializer)
    def get(self, request: Request) -> Response:
        form = asked(request)
        if not form.is_valid():
            raise invalid(form)
        return Response(ReportSerializer(report(form.selection(), now=timezone.now())).data)
