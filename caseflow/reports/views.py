from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.applications.states import Contradiction
from caseflow.indicators.days import office_day
from caseflow.indicators.permissions import ForTheOffice
from caseflow.reports import quality
from caseflow.reports.charts import chart
from caseflow.reports.coverage import coverage, coverage_table
from caseflow.reports.exports import overdue_table, tally_table
from caseflow.reports.forms import SelectionForm
from caseflow.reports.ordering import columns, known_sort, ordered
from caseflow.reports.overdue import overdue_page, overdue_rows
from caseflow.reports.processing import report
from caseflow.reports.selections import Selection, presets
from caseflow.reports.serializers import (
    AskedSerializer,
    CoverageSerializer,
    QualitySerializer,
    ReportSerializer,
)
from caseflow.reports.viewers import viewer
from signatures.states import CertificateState

#: The counts are read from the files themselves.
QUALITY_DAYS = timedelta(days=366)


def asked(request: HttpRequest | Request) -> SelectionForm:
    who = viewer(request.user)
    default = Selection.by_default(who, today=office_day(timezone.now()))
    return SelectionForm(request.GET, viewer=who, default=default)


@login_required
@require_GET
def processing_time(request: HttpRequest) -> HttpResponse:
    form = asked(request)
    selection = form.selection() if form.is_valid() else form.default
    context = page(request, selection) | {"form": form}
    status = 200 if form.is_valid() else 400
    return render(request, "reports/processing_time.html", context, status=status)


def page(request: HttpRequest, selection: Selection) -> dict[str, Any]:
    now = timezone.now()
    found = report(selection, now=now)
    sort = known_sort(request.GET.get("sort", ""))
    return admin.site.each_context(request) | {
        "title": _("Processing time"),
        "report": found,
        "selection": selection,
        "presets": presets(selection, today=office_day(now)),
        "chart": chart(found.steps),
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


@login_required
@require_GET
def filing_quality(request: HttpRequest) -> HttpResponse:
    """Contradictions by centre; with a kind, the files behind its count."""
    form = asked(request)
    selection = form.selection() if form.is_valid() else form.default
    told = "" if selection.last - selection.first <= QUALITY_DAYS else _("Choose a year at most.")
    kind = request.GET.get("kind", "")
    chosen = Contradiction(kind) if kind in Contradiction.values and not told else None
    context = admin.site.each_context(request) | {
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
    return render(request, "reports/filing_quality.html", context, status=status)


@login_required
@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    found = coverage(viewer(request.user), now=timezone.now())
    only_gaps = "gaps" in request.GET
    context = admin.site.each_context(request) | {
        "title": _("Certificates"),
        "coverage": found,
        "states": list(CertificateState),
        "only_gaps": only_gaps,
        "lines": found.gaps if only_gaps else found.lines,
        "now": timezone.now(),
    }
    return render(request, "reports/certificates.html", context)


@login_required
@require_GET
def certificates_csv(request: HttpRequest) -> StreamingHttpResponse:
    found = coverage(viewer(request.user), now=timezone.now())
    return download(coverage_table(found.lines), "certificates.csv")


def page_number(request: HttpRequest) -> int:
    """Nonsense is the first page; nobody reads a ten-thousandth."""
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 5 else 1


@login_required
@require_GET
def tallies_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    form = asked(request)
    if not form.is_valid():
        return refused(form)
    return download(tally_table(form.selection()), "processing-time.csv")


@login_required
@require_GET
def overdue_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    form = asked(request)
    if not form.is_valid():
        return refused(form)
    files = overdue_rows(form.selection(), now=timezone.now())
    return download(overdue_table(files), "overdue.csv")


def refused(form: SelectionForm) -> HttpResponse:
    return HttpResponse(form.errors.as_text(), status=400, content_type="text/plain; charset=utf-8")


def download(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


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


def invalid(form: SelectionForm) -> ValidationError:
    return ValidationError(
        {name: [str(text) for text in said] for name, said in form.errors.items()}
    )


class Certificates(APIView):
    """Certificates by kind and state, and which offices can sign."""

    permission_classes = (ForTheOffice,)

    @extend_schema(responses=CoverageSerializer)
    def get(self, request: Request) -> Response:
        found = coverage(viewer(request.user), now=timezone.now())
        return Response(CoverageSerializer(found).data)


class ProcessingTime(APIView):
    """The numbers of the processing-time page."""

    permission_classes = (ForTheOffice,)

    @extend_schema(parameters=[AskedSerializer], responses=ReportSerializer)
    def get(self, request: Request) -> Response:
        form = asked(request)
        if not form.is_valid():
            raise invalid(form)
        return Response(ReportSerializer(report(form.selection(), now=timezone.now())).data)
