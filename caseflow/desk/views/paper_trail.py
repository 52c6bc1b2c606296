from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caseflow.desk.asking import actor_of
from caseflow.desk.paper_trail import trail
from caseflow.desk.views.doors import desk_page, rendered


@require_safe
@desk_page
def trail_page(request: HttpRequest) -> HttpResponseBase:
    found = trail(actor_of(request), timezone.now())
    tables = [
        (_("To take in"), found.to_take_in),
        (_("To send"), found.to_send),
        (_("Sent, not taken in yet"), found.under_way),
    ]
    context = {"title": _("Papers between offices"), "tables": tables}
    return rendered(request, "desk/paper_trail.html", context)
