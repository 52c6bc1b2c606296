from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caseflow.applications.paging import Key
from caseflow.drawing.views.presenting import present
from caseflow.indicators.moments import one_moment
from caseflow.reports import risk
from caseflow.reports.catalogue import REPORTS, Report
from caseflow.reports.exports import FORMATS
from caseflow.reports.forms import SelectionForm
from caseflow.reports.pictures import bars_of
from caseflow.reports.tables import Table
from caseflow.reports.views.asking import around, asked, refused

#: Of a table on the page; all of them on demand and in the download.
ROWS = 60


@login_required
@require_GET
@one_moment()
def report_page(request: HttpRequest, report: str) -> HttpResponse:
    """A report made of tables; what is asked wrongly is said beside its field."""
    form, found = asked(request), REPORTS[report]
    return answered(request, found, form, found.build(form.shown, now=timezone.now()))


@login_required
@require_GET
@one_moment()
def risk_page(request: HttpRequest) -> HttpResponse:
    """The files at risk page by page; a place that no page gave out is the first."""
    form = asked(request)
    tables, after = risk.page(form.shown, now=timezone.now(), after=place(request))
    following = form.shown.query(after=after) if after else ""
    return answered(request, REPORTS["late-risk"], form, tables, next_page=following)


def place(request: HttpRequest) -> Key | None:
    try:
        return Key.parsed(request.GET.get("after", ""))
    except ValueError:
        return None


def answered(
    request: HttpRequest,
    report: Report,
    form: SelectionForm,
    tables: list[Table],
    *,
    next_page: str = "",
) -> HttpResponse:
    is_whole = "rows" in request.GET
    context = around(form.shown) | {
        "title": report.name,
        "report": report,
        "form": form,
        "tables": tables if is_whole else [table.beginning(ROWS) for table in tables],
        "chart": bars_of(tables[0]) if report.is_drawn else None,
        "next_page": next_page,
    }
    return present(request, "reports/tables.html", context, status=200 if form.is_valid() else 400)


@login_required
@require_GET
def table_file(request: HttpRequest, report: str, table: str, kind: str) -> HttpResponseBase:
    """One table of a report as a file, streamed."""
    form = asked(request)
    if not form.is_valid():
        return refused(form)
    if report not in REPORTS or kind not in FORMATS:
        raise Http404(_("There is no such file."))
    found = REPORTS[report].table(table, form.selection(), now=timezone.now())
    if found is None:
        raise Http404(_("There is no such file."))
    return streamed(found, f"{report}-{table}", kind)


def streamed(table: Table, name: str, kind: str) -> StreamingHttpResponse:
    found = FORMATS[kind]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    pieces = found.written(table)
    return StreamingHttpResponse(pieces, content_type=found.content_type, headers=headers)
