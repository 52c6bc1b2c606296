from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caseflow.drawing.views.presenting import present
from caseflow.reports.questions import by_group
from caseflow.reports.views.asking import asked


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Every report by the question it answers; a period asked here goes with the links."""
    form = asked(request)
    context = {
        "title": _("Reports"),
        "groups": list(by_group()),
        "query": form.shown.query() if request.GET else "",
    }
    return present(request, "reports/home.html", context)
