from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caseflow.desk.asking import actor_of
from caseflow.desk.register import Asked, asked
from caseflow.desk.views.doors import desk_page, rendered
from caseflow.issuing import books, spreadsheets
from caseflow.issuing.register_lines import Key, head
from caseflow.reports.exports import csv_lines

REGISTER = "admin:issuing_registerentry_changelist"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: In characters, column by column of form 07.
WIDTHS = (7, 24, 40, 28, 36, 34, 17, 17, 17, 18, 22)


@require_safe
@desk_page
def register_page(request: HttpRequest) -> HttpResponseBase:
    found = asked(request, actor_of(request), today=timezone.localdate())
    page = found.page(request)
    context = {
        "title": _("Register"),
        "found": found,
        "page": page,
        "query": without_place(request),
        "next_page": neighbour(request, "after", page.after) if page else "",
        "previous_page": neighbour(request, "before", page.before) if page else "",
        "head": head(),
    }
    return rendered(request, "desk/register.html", context)


def without_place(request: HttpRequest) -> str:
    kept = request.GET.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    return kept.urlencode()


def neighbour(request: HttpRequest, way: str, key: Key | None) -> str:
    query = without_place(request)
    return f"{query}&{way}={key}".lstrip("&") if key else ""


@require_safe
@desk_page
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    found = asked(request, actor_of(request), today=timezone.localdate())
    if kind not in EXPORTS:
        raise Http404
    if found.wanted is None:
        return back(request, _("Mend the period first."))
    return EXPORTS[kind](request, found)


def back(request: HttpRequest, message: str) -> HttpResponseBase:
    messages.error(request, message)
    return redirect(f"{reverse(REGISTER)}?{without_place(request)}")


def rows(found: Asked, wanted: books.Wanted) -> Iterator[list[object]]:
    language = get_language() or "vi"
    lines = books.every_line(wanted, in_full=found.in_full, language=language)
    return ([line.book.field, line.book.year, *line.cells()] for line in lines)


def titles() -> list[str]:
    return [capfirst(title) for title in (_("field of government"), _("year"), *head())]


def as_csv(_request: HttpRequest, found: Asked) -> HttpResponseBase:
    return streamed(csv_lines(titles(), rows(found, wanted_of(found))), found, "text/csv", "csv")


def as_workbook(_request: HttpRequest, found: Asked) -> HttpResponseBase:
    table = spreadsheets.workbook(
        _("Register"), titles(), rows(found, wanted_of(found)), widths=(24, 7, *WIDTHS)
    )
    return streamed(table, found, XLSX, "xlsx")


def as_book(request: HttpRequest, found: Asked) -> HttpResponseBase:
    if found.book is None:
        told = _("A printed book has one field and one year: choose a field, and days of one year.")
        return back(request, told)
    try:
        document = books.printed_book(
            found.book, wanted_of(found), in_full=found.in_full, at=timezone.now()
        )
    except books.TooManyLines:
        told = _("This period has too many lines to be printed; choose a shorter one, or a table.")
        return back(request, told)
    headers = {"Content-Disposition": disposition(found, "pdf")}
    return HttpResponse(document, content_type="application/pdf", headers=headers)


EXPORTS = {"csv": as_csv, "xlsx": as_workbook, "pdf": as_book}


def wanted_of(found: Asked) -> books.Wanted:
    if found.wanted is None:
        raise Http404
    return found.wanted


def streamed(content: Any, found: Asked, content_type: str, ending: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": disposition(found, ending)}
    return StreamingHttpResponse(content, content_type=content_type, headers=headers)


def disposition(found: Asked, ending: str) -> str:
    wanted = wanted_of(found)
    days = f"{wanted.first:%Y%m%d}-{wanted.last:%Y%m%d}"
    return f'attachment; filename="register-{found.center.code}-{days}.{ending}"'
