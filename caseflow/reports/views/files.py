from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caseflow.drawing.views.presenting import present
from caseflow.indicators.behind import Key
from caseflow.indicators.moments import one_moment
from caseflow.reports.exports import FORMATS
from caseflow.reports.files.asked import FilesForm
from caseflow.reports.files.finding import Found, found
from caseflow.reports.files.lines import files_table
from caseflow.reports.tables import Table
from caseflow.reports.views.asking import asked, refused
from caseflow.reports.views.tables import streamed

PAGE = 50


@login_required
@require_GET
@one_moment()
def files(request: HttpRequest) -> HttpResponse:
    """The files that a figure counts, or the procedures where it counts these."""
    form = asked(request, FilesForm)
    context = {"title": _("Files behind a figure"), "asked_form": form}
    if not form.is_valid():
        return present(request, "reports/files.html", context, status=400)
    context |= {"selection": form.selection(), "asked": form.asked()}
    return present(request, "reports/files.html", context | listed(request, form))


def listed(request: HttpRequest, form: FilesForm) -> dict[str, object]:
    what = found(form, now=timezone.now())
    query = form.selection().query(**form.asked())
    context: dict[str, object] = {"what": what, "query": query}
    if what.behind is None:
        return context | {"table": what.procedures}
    page = what.behind.page(place(request), PAGE)
    return context | {
        "table": files_table(what.title, page.rows),
        "count": what.behind.count(),
        "next_page": f"{query}&after={page.after}" if page.after else "",
    }


def place(request: HttpRequest) -> Key | None:
    """Nonsense is the first page."""
    try:
        return Key.parsed(request.GET.get("after", ""))
    except ValueError:
        return None


@login_required
@require_GET
def files_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The whole list, streamed, however long."""
    form = asked(request, FilesForm)
    if not form.is_valid():
        return refused(form)
    if kind not in FORMATS:
        raise Http404(_("There is no such file."))
    return streamed(whole(found(form, now=timezone.now())), "files", kind)


def whole(what: Found) -> Table:
    if what.behind is None:
        return what.procedures or files_table(what.title, [])
    return files_table(what.title, what.behind.rows())
