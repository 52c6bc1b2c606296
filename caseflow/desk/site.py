from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.accounts.models import Role
from caseflow.applications.paging import OLDEST_FIRST, Place, page_of
from caseflow.desk import queues
from caseflow.desk.asking import actor_of, administers, office_name, works_with_files
from caseflow.desk.consultations import overdue_count
from caseflow.desk.listing import Row
from caseflow.desk.remaining import remaining
from caseflow.issuing.signing_orders import inbox

SOONEST = 8


class DeskSite(AdminSite):
    """The clerk's desk: the stock Django admin with our pages and deeds."""

    site_title = site_header = gettext_lazy("Caseflow desk")
    enable_nav_sidebar = False
    site_url = None

    def get_urls(self) -> list[URLResolver | URLPattern]:
        reference = path("reference/", self.admin_view(self.reference), name="reference")
        return [reference, *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        around = super().each_context(request)
        if not works_with_files(request):
            return around
        actor = actor_of(request)
        return around | {
            "desk_role": Role(actor.role).label if actor.role in Role.values else "",
            "desk_office": office_name(actor),
            "may_file": actor.role == Role.CLERK and bool(actor.office_ids),
            "may_administer": administers(request),
            "signs_results": inbox.has_one(actor),
            "may_supervise": actor.sees_everything,
            "reports_url": reverse("reports:home"),
            "sign_of_life_seconds": settings.DESK_SIGN_OF_LIFE_SECONDS,
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """For who administers; the others' pages are linked from every page anyway."""
        return super().get_app_list(request, app_label) if administers(request) else []

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The queue: what waits at the asker's office, and what has to be received soonest."""
        around = self.each_context(request) | {"title": _("Queue")} | (extra_context or {})
        if works_with_files(request):
            around |= queue_context(request)
        return TemplateResponse(request, "desk/queue.html", around)

    def reference(self, request: HttpRequest) -> HttpResponse:
        """The stock list of what is registered here: reference data and accounts."""
        context = self.each_context(request) | {"title": _("Administration")}
        context["app_list"] = self.get_app_list(request)
        return TemplateResponse(request, "admin/index.html", context)


def queue_context(request: HttpRequest) -> dict[str, Any]:
    actor, now = actor_of(request), timezone.now()
    soonest = page_of(
        queues.files_in(queues.Queue.TO_RECEIVE, actor, now),
        actor,
        place=Place(),
        size=SOONEST,
        order=OLDEST_FIRST,
        columns=queues.DUTY[queues.Queue.TO_RECEIVE],
    )
    is_head = actor.role == Role.LEADER
    return {
        "overdue_answers": overdue_count(actor, timezone.localdate(now)) if is_head else 0,
        "counts": queues.counts(actor, now),
        "to_sign": inbox.count(actor),
        "soonest": [Row(case, remaining(case, now)) for case in soonest.rows],
    }
