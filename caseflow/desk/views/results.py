"""Results and certified copies at the desk: the documents, and the book of copies."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caseflow.desk import copies
from caseflow.desk.asking import actor_of
from caseflow.desk.views.deeds import number_in
from caseflow.desk.views.doors import desk_page, handled_case_of, rendered
from caseflow.issuing.models import CertifiedCopy, Result


@require_safe
@desk_page
def result(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    return as_pdf(get_object_or_404(Result, application=handled_case_of(request, number), pk=pk))


@require_safe
@desk_page
def copy(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    case = handled_case_of(request, number)
    return as_pdf(get_object_or_404(CertifiedCopy, application=case, pk=pk))


def as_pdf(issued: Result | CertifiedCopy) -> FileResponse:
    if not issued.file:
        raise Http404(_("This document is not there: it is still being made, or was erased."))
    name = f"{issued.number}.pdf".replace("/", "-")
    return FileResponse(issued.file.open("rb"), filename=name, content_type="application/pdf")


@require_safe
@desk_page
def copies_page(request: HttpRequest) -> HttpResponseBase:
    after = number_in(request.GET.get("after", "")) or None
    page = copies.page_of(actor_of(request), after=after)
    context = {"title": _("Book of certified copies"), "page": page}
    return rendered(request, "desk/copies.html", context)
