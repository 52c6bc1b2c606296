"""Calendar decisions at the desk: entered, looked through, applied once, watched."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseflow.applications import rescheduling
from caseflow.applications.models import CalendarChange
from caseflow.centers import calendars as centre_calendars
from caseflow.centers.models import CalendarVersion
from caseflow.desk import calendars
from caseflow.desk.asking import supervises
from caseflow.desk.views.doors import desk_page, rendered

NAME = "admin:applications_calendarchange"
#: How soon a page comes back that has not counted to the end.
COME_BACK_SECONDS = 1


def refuse_unless_supervising(request: HttpRequest) -> None:
    if not supervises(request):
        raise PermissionDenied(_("Calendars are changed by who supervises the province."))


def version_of(key: int) -> CalendarVersion:
    versions = CalendarVersion.objects.select_related("calendar__unit", "calendar__agency")
    found = versions.filter(pk=key).first()
    if found is None:
        raise Http404(_("There is no such version; a newer draft may have taken its place."))
    return found


@require_safe
@desk_page
def list_page(request: HttpRequest) -> HttpResponseBase:
    refuse_unless_supervising(request)
    key = request.GET.get("before", "")
    before = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None
    context = {"title": _("Calendars"), "page": calendars.page_of(before)}
    return rendered(request, "desk/calendars.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def entry_page(request: HttpRequest) -> HttpResponseBase:
    refuse_unless_supervising(request)
    entry = calendars.Entry()
    if request.method == "POST":
        entry = calendars.Entry(request.POST, request.FILES)
        if version := entry.draft():
            messages.success(request, _("The draft is kept. Nobody works by it yet."))
            return redirect(f"{NAME}_change", version.pk)
    return rendered(
        request, "desk/calendar_entry.html", {"title": _("New calendar decision"), "entry": entry}
    )


@require_safe
@desk_page
def version_page(request: HttpRequest, key: int) -> HttpResponseBase:
    """A draft with what it would move, or a version in force with what it moved."""
    refuse_unless_supervising(request)
    version = version_of(key)
    context = {
        "title": str(version),
        "version": version,
        "days": calendars.days_changed(version),
    }
    if change := CalendarChange.objects.filter(version=version).first():
        told = progress_of(change)
        return rendered(request, "desk/calendar_version.html", context | {"change": change} | told)
    return looked_through(request, version, context)


def looked_through(
    request: HttpRequest, version: CalendarVersion, context: dict[str, Any]
) -> HttpResponseBase:
    """Counts for some seconds and comes back for more, with and without script."""
    if version.published_at and centre_calendars.worked_by_now(version.calendar) != version:
        return rendered(request, "desk/calendar_version.html", context | {"is_past": True})
    known = request.session.get(calendars.COUNTED) if "again" not in request.GET else None
    found = calendars.counted(version, known, at=timezone.now())
    request.session[calendars.COUNTED] = calendars.kept(version, found)
    context |= {"preview": found, "agencies": found.by_agency.most_common()}
    page = rendered(request, "desk/calendar_version.html", context)
    if not found.is_complete:
        page["Refresh"] = f"{COME_BACK_SECONDS}; url={request.path}"
    return page


@require_POST
@desk_page
def apply(request: HttpRequest, key: int) -> HttpResponseBase:
    """Once; a second press finds it asked for."""
    refuse_unless_supervising(request)
    version = version_of(key)
    try:
        rescheduling.begin(version, at=timezone.now())
    except rescheduling.NotInForce:
        messages.error(request, _("A newer version is in force; files follow that one."))
    except CalendarVersion.DoesNotExist:
        messages.error(request, _("A newer draft has taken its place; look at that one."))
        return redirect(f"{NAME}_changelist")
    return redirect(f"{NAME}_change", key)


@require_POST
@desk_page
def discard(request: HttpRequest, key: int) -> HttpResponseBase:
    refuse_unless_supervising(request)
    if not centre_calendars.discard(version_of(key)):
        messages.error(request, _("What was ever in force cannot be removed."))
        return redirect(f"{NAME}_change", key)
    messages.success(request, _("The draft is gone."))
    return redirect(f"{NAME}_changelist")


@require_safe
@desk_page
def progress(request: HttpRequest, key: int) -> HttpResponseBase:
    refuse_unless_supervising(request)
    change = CalendarChange.objects.filter(version=key).first()
    if change is None:
        raise Http404
    found = progress_of(change)
    return JsonResponse(
        {"told": found["told"], "share": found["share"], "finished": bool(change.finished_at)}
    )


def progress_of(change: CalendarChange) -> dict[str, Any]:
    found = rescheduling.progress(change)
    told = ngettext(
        "%(moved)d file moved of %(looked_at)d looked at",
        "%(moved)d files moved of %(looked_at)d looked at",
        found.moved,
    )
    words = told % {"moved": found.moved, "looked_at": found.looked_at}
    return {"told": words, "share": 100 if change.finished_at else found.share}
