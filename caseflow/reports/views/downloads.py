from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from caseflow.reports.exports import tally_table
from caseflow.reports.views.asking import asked, refused


@login_required
@require_GET
def tallies_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    form = asked(request)
    if not form.is_valid():
        return refused(form)
    return download(tally_table(form.selection()), "processing-time.csv")


def download(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
