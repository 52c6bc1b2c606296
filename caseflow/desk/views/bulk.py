"""A bulk deed at the desk: chosen on the list, looked through, confirmed, watched."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseflow.applications import bulk, many
from caseflow.applications.models import BulkDeed
from caseflow.applications.states import BulkOutcome, Verb
from caseflow.desk import choosing, deeds
from caseflow.desk.asking import account_of, actor_of
from caseflow.desk.inputs import InputForm
from caseflow.desk.views.doors import desk_page, rendered
from caseflow.reports.exports import csv_lines

LIST = "admin:applications_application_changelist"
BULK = "admin:applications_application_bulk_deed"
SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def bulk_deeds(request: HttpRequest) -> HttpResponseBase:
    """What I asked for; posting to it chooses files for another."""
    if request.method == "POST":
        return choose(request)
    context = {
        "title": _("My bulk deeds"),
        "deeds": many.latest_of(BulkDeed, account_of(request).pk),
    }
    return rendered(request, "desk/bulk_deeds.html", context)


def choose(request: HttpRequest) -> HttpResponseBase:
    actor, now = actor_of(request), timezone.now()
    verb = request.POST.get("verb", "")
    if verb not in deeds.BULK.get(actor.role, ()):
        raise PermissionDenied(_("Your role does not do this to many applications at once."))
    keys = choosing.chosen(request, actor, now)
    if not keys:
        messages.warning(request, _("Choose at least one application and what to do with it."))
        return redirect(LIST)
    return redirect(BULK, bulk.choose(Verb(verb), keys, actor=actor, at=now).reference)


def own(request: HttpRequest, reference: Any) -> BulkDeed:
    """Nobody looks at, confirms or stops a bulk deed but who asked for it."""
    try:
        return BulkDeed.objects.get(reference=reference, asked_by=account_of(request).pk)
    except BulkDeed.DoesNotExist:
        raise Http404(_("You asked for no such bulk deed, or it was forgotten.")) from None


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def bulk_deed(request: HttpRequest, reference: Any) -> HttpResponseBase:
    """Before it is confirmed what would happen, afterwards what happens."""
    asked = own(request, reference)
    if asked.confirmed_at:
        # A second press starts nothing.
        return redirect(BULK, reference) if request.method == "POST" else watched(request, asked)
    verb, actor = Verb(asked.verb), actor_of(request)
    if request.method != "POST":
        return looked_through(request, asked, deeds.bulk_form(verb, actor))
    form = deeds.bulk_form(verb, actor, data=request.POST)
    if not form.is_valid():
        return looked_through(request, asked, form)
    bulk.confirm(asked, inputs=form.validated, at=timezone.now())
    return redirect(BULK, asked.reference)


def looked_through(request: HttpRequest, asked: BulkDeed, form: InputForm) -> HttpResponseBase:
    verb = Verb(asked.verb)
    context = {
        "title": capfirst(str(verb.label)),
        "asked": asked,
        "preview": bulk.preview(asked, actor=actor_of(request)),
        "most": settings.APPLICATIONS_BULK_FILES,
        "form": form,
        "is_grave": verb in deeds.GRAVE or verb == Verb.APPROVE,
    }
    return rendered(request, "desk/bulk_preview.html", context)


def watched(request: HttpRequest, asked: BulkDeed) -> HttpResponseBase:
    counts = many.progress(asked)
    dealt_with = asked.items.exclude(outcome=BulkOutcome.WAITING)
    context = {
        "title": capfirst(str(Verb(asked.verb).label)),
        "asked": asked,
        "told": told(counts),
        "share": share(counts),
        "refusals": many.refusals(asked),
        "items": many.told(dealt_with.order_by("-outcome", "place")[:SHOWN]),
        "shown": SHOWN,
    }
    return rendered(request, "desk/bulk_progress.html", context)


def told(counts: dict[str, int]) -> str:
    return (
        _("%(done)d done, %(refused)d refused, %(cancelled)d cancelled, %(waiting)d waiting")
        % counts
    )


def share(counts: dict[str, int]) -> int:
    """Per cent of the files dealt with."""
    total = sum(counts.values())
    return 100 * (total - counts[BulkOutcome.WAITING]) // total if total else 100


@require_safe
@desk_page
def progress(request: HttpRequest, reference: Any) -> HttpResponseBase:
    asked = own(request, reference)
    counts = many.progress(asked)
    return JsonResponse(
        {"told": told(counts), "share": share(counts), "finished": bool(asked.finished_at)}
    )


@require_POST
@desk_page
def cancel(request: HttpRequest, reference: Any) -> HttpResponseBase:
    asked = own(request, reference)
    left = many.cancel(asked, at=timezone.now())
    messages.success(request, _("%(count)d applications were left as they were.") % {"count": left})
    return redirect(BULK, asked.reference)


@require_safe
@desk_page
def outcomes(request: HttpRequest, reference: Any) -> HttpResponseBase:
    asked = own(request, reference)
    response = StreamingHttpResponse(outcome_table(asked), content_type="text/csv; charset=utf-8")
    name = f"{asked.verb}-{asked.reference.hex[:8]}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def outcome_table(asked: BulkDeed) -> Iterator[str]:
    """A line per file, in the order in which they were chosen."""
    head = [_("application number"), _("outcome"), _("reason"), _("at")]
    rows = (
        [item.number, item.outcome.label, item.reason, item.dealt_at or ""]
        for item in many.told(asked.items.order_by("place"))
    )
    return csv_lines(head, rows)
