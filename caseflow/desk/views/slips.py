from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caseflow.applications.models import Application
from caseflow.desk.views.doors import desk_page, handled_case_of, rendered
from caseflow.issuing import handing_over, slips
from caseflow.issuing.handing_over import Entry


@require_safe
@desk_page
def slip_page(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """The slip; while it is still being made, a page that looks again by itself."""
    case = handled_case_of(request, number)
    found = handing_over.slip_entries(case, inside=True)
    entry = next((slip for slip in found if slip.id == name), None)
    if entry is None:
        raise Http404(_("This application has no such slip."))
    return opened(entry) if entry.ready else awaited(request, case, entry)


def opened(entry: Entry) -> FileResponse:
    if entry.paper is None or not entry.paper.file:
        raise Http404(_("This slip was erased with the person's data."))
    name = f"{entry.number}.pdf".replace("/", "-")
    return FileResponse(entry.paper.file.open("rb"), filename=name, content_type="application/pdf")


def awaited(request: HttpRequest, case: Application, entry: Entry) -> HttpResponse:
    context = {"title": _("The slip is being prepared"), "case": case, "entry": entry}
    return rendered(request, "desk/slip_awaited.html", context, status=202)


@require_safe
@desk_page
def control_slip(request: HttpRequest, number: str) -> HttpResponseBase:
    """Form 06 as of this moment."""
    case = handled_case_of(request, number)
    name = f"{case.number}-06-{case.last_sequence}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    document = slips.control_slip(case)
    return HttpResponse(document, content_type="application/pdf", headers=headers)
