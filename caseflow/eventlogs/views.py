from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseflow.accounts.models import Role, User
from caseflow.eventlogs import slices
from caseflow.eventlogs.forms import ExportForm
from caseflow.eventlogs.models import EventLogExport
from caseflow.indicators.days import office_day
from caseflow.indicators.viewers import viewer
from caseflow.reports.selections import presets

#: Whole courses of files, even under pseudonyms, are for who answers for an office.
ALLOWED = (Role.LEADER, Role.SUPERVISOR, Role.ADMIN)
#: The latest that the page shows.
SHOWN = 20


def asker(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or request.user.role not in ALLOWED:
        raise PermissionDenied
    return request.user


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def event_logs(request: HttpRequest) -> HttpResponse:
    """What can be asked for, and what the asker was given lately."""
    user = asker(request)
    data = request.POST if request.method == "POST" else request.GET
    form = ExportForm(data, viewer=viewer(user))
    if request.method == "POST" and form.is_valid():
        ask(form, user)
        messages.success(request, _("The event log is being written."))
        return redirect("event-logs")
    shown = page(request, form, user)
    return render(
        request, "eventlogs/event_logs.html", shown, status=200 if form.is_valid() else 400
    )


def ask(form: ExportForm, user: User) -> EventLogExport:
    return slices.ask(
        form.selection(),
        account=user.pk,
        kind=form.cleaned_data["kind"],
        with_numbers=form.cleaned_data["with_numbers"],
        at=timezone.now(),
    )


def page(request: HttpRequest, form: ExportForm, user: User) -> dict[str, Any]:
    selection = form.selection() if form.is_valid() else form.default
    exports = own(user).select_related("center", "procedure").order_by("-pk")[:SHOWN]
    return admin.site.each_context(request) | {
        "title": _("Event logs"),
        "form": form,
        "selection": selection,
        "presets": presets(selection, today=office_day(timezone.now())),
        "exports": [(export, told(export)) for export in exports],
    }


def own(user: User) -> QuerySet[EventLogExport]:
    return EventLogExport.objects.filter(asked_by=user)


def told(export: EventLogExport) -> str:
    if export.removed_at:
        return _("removed")
    if export.finished_at:
        return _("%(count)d applications") % {"count": export.written}
    return _("%(written)d of %(total)s applications written") % {
        "written": export.written,
        "total": "…" if export.total is None else export.total,
    }


@login_required
@require_safe
def progress(request: HttpRequest, reference: UUID) -> JsonResponse:
    export = get_object_or_404(own(asker(request)), reference=reference)
    return JsonResponse(
        {"told": told(export), "share": export.share, "finished": bool(export.finished_at)}
    )


@login_required
@require_safe
def file(request: HttpRequest, reference: UUID) -> FileResponse:
    """For who asked for it, and as long as it is kept."""
    export = get_object_or_404(own(asker(request)), reference=reference)
    if not export.finished_at or export.removed_at:
        raise Http404
    try:
        content = slices.place_of(export).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        content, as_attachment=True, filename=export.name, content_type="application/gzip"
    )
