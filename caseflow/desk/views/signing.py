"""The leader's signing inbox: look, sign one, sign hundreds with one confirmation, refuse."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseflow.applications import many
from caseflow.applications.actors import Actor
from caseflow.applications.papers.leafing import Unreadable
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import BulkOutcome, Verb
from caseflow.desk import signing
from caseflow.desk.asking import account_of, actor_of
from caseflow.desk.views.bulk import share
from caseflow.desk.views.doors import desk_page, rendered
from caseflow.issuing.models import SigningBatch, SigningOrder
from caseflow.issuing.signing_orders import batches, chains, inbox, refusing_to_sign
from caseflow.issuing.signing_orders.refusing import OrderRefused, SigningForbidden
from caseflow.issuing.states import KeyPlace
from caseflow.reports.exports import csv_lines

INBOX = "admin:issuing_signingorder_changelist"
ORDER = "admin:issuing_signingorder_order"
BATCH = "admin:issuing_signingorder_batch"
SHOWN = 100
REVOKED = gettext_lazy("The decision was revoked; the file is in review again.")
AMENDMENT_REVOKED = gettext_lazy("The corrected result is not signed; the correction stays open.")


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is not signed"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )


@require_safe
@desk_page
def inbox_page(request: HttpRequest) -> HttpResponseBase:
    actor = signing_actor(request)
    context = {
        "title": _("Signing inbox"),
        "inbox": signing.inbox_of(request.GET, actor, timezone.now()),
        "batches": many.latest_of(SigningBatch, actor.account)[:5],
    }
    return rendered(request, "desk/signing_inbox.html", context)


def signing_actor(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not inbox.has_one(actor):
        raise PermissionDenied(
            _("Results wait for the signatures of leaders, and of who signs for one today.")
        )
    return actor


def order_of(request: HttpRequest, reference: UUID) -> tuple[SigningOrder, Actor]:
    actor = signing_actor(request)
    addressed = SigningOrder.objects.addressed_to(actor).only("pk")
    found = addressed.filter(reference=reference).first()
    if found is None:
        raise Http404(_("No such result awaits your signature."))
    return chains.loaded(found.pk), actor


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def order_page(request: HttpRequest, reference: UUID) -> HttpResponseBase:
    """One result: what it says, and the two things to do with it."""
    order, actor = order_of(request, reference)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return refused(request, order, actor, form.cleaned_data["reason"])
    case = order.event.application
    shown = {
        "title": _("Result to sign"),
        "subtitle": case.number,
        "case": case,
        "line": signing.line_of(order, actor, timezone.now()),
        "hindrance": batches.obstacle(order, actor),
        "is_amendment": is_amendment(order),
        "form": form,
    }
    return rendered(request, "desk/signing_order.html", shown)


def refused(
    request: HttpRequest, order: SigningOrder, actor: Actor, reason: str
) -> HttpResponseBase:
    try:
        refusing_to_sign.refuse(order, reason, actor=actor, at=timezone.now())
    except (SigningForbidden, OrderRefused, DeedRefused) as hindered:
        messages.error(request, str(hindered))
    else:
        messages.success(request, AMENDMENT_REVOKED if is_amendment(order) else REVOKED)
    return redirect(INBOX)


def is_amendment(order: SigningOrder) -> bool:
    """Whether it takes the place of a result given out."""
    return bool(order.event.verb == Verb.AMEND)


@require_safe
@desk_page
def document(request: HttpRequest, reference: UUID) -> HttpResponseBase:
    """What would be signed; our own rendering of it, so it may be shown in the browser."""
    order, actor = order_of(request, reference)
    answer = HttpResponse(previewed(order, actor), content_type="application/pdf")
    name = order.event.application.number
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@require_safe
@desk_page
def picture(request: HttpRequest, reference: UUID) -> HttpResponseBase:
    order, actor = order_of(request, reference)
    try:
        drawn = chains.picture(previewed(order, actor))
    except Unreadable:
        raise Http404(_("This page cannot be shown; open the document instead.")) from None
    return HttpResponse(drawn, content_type="image/jpeg")


def previewed(order: SigningOrder, actor: Actor) -> bytes:
    try:
        return chains.preview(order, actor)
    except SigningForbidden as forbidden:
        raise PermissionDenied(str(forbidden)) from None
    except OrderRefused as gone:
        raise Http404(str(gone)) from None


@require_POST
@desk_page
def choose(request: HttpRequest) -> HttpResponseBase:
    actor, now = signing_actor(request), timezone.now()
    keys = signing.chosen(request, actor, now, settings.APPLICATIONS_BULK_FILES + 1)
    if not keys:
        messages.warning(request, _("Choose at least one result to sign."))
        return redirect(INBOX)
    return redirect(BATCH, batches.choose(keys, actor=actor, at=now).reference)


def own(request: HttpRequest, reference: UUID) -> SigningBatch:
    """Nobody looks at, confirms or stops a batch but who chose it."""
    try:
        return SigningBatch.objects.get(reference=reference, asked_by=account_of(request).pk)
    except SigningBatch.DoesNotExist:
        told = _("You chose no such results, or the choice was forgotten.")
        raise Http404(told) from None


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def batch(request: HttpRequest, reference: UUID) -> HttpResponseBase:
    """Before it is confirmed what would be signed, afterwards what becomes of each result."""
    asked = own(request, reference)
    if request.method == "POST":
        # A second press starts nothing.
        batches.confirm(asked, at=timezone.now())
        return redirect(BATCH, reference)
    if asked.confirmed_at:
        return watched(request, asked)
    context = {
        "title": _("Sign"),
        "asked": asked,
        "preview": batches.preview(asked, actor=actor_of(request)),
        "most": settings.APPLICATIONS_BULK_FILES,
    }
    return rendered(request, "desk/signing_preview.html", context)


def watched(request: HttpRequest, asked: SigningBatch) -> HttpResponseBase:
    counts = many.progress(asked)
    waiting = asked.items.filter(outcome=BulkOutcome.WAITING, order__key=KeyPlace.DEVICE)
    context = {
        "title": _("Sign"),
        "asked": asked,
        "told": told(counts),
        "share": share(counts),
        "refusals": many.refusals(asked),
        "items": many.told(asked.items.order_by("place")[:SHOWN]),
        "shown": SHOWN,
        "done_word": _("signed"),
        "on_device": not asked.finished_at and waiting.exists(),
    }
    return rendered(request, "desk/signing_progress.html", context)


def told(counts: dict[str, int]) -> str:
    return (
        _("%(done)d signed, %(refused)d refused, %(cancelled)d left unsigned, %(waiting)d waiting")
        % counts
    )


@require_safe
@desk_page
def progress(request: HttpRequest, reference: UUID) -> HttpResponseBase:
    asked = own(request, reference)
    counts = many.progress(asked)
    words = f"{told(counts)} · {asked.error}" if asked.error else told(counts)
    return JsonResponse(
        {"told": words, "share": share(counts), "finished": bool(asked.finished_at)}
    )


@require_POST
@desk_page
def cancel(request: HttpRequest, reference: UUID) -> HttpResponseBase:
    left = many.cancel(own(request, reference), at=timezone.now())
    messages.success(request, _("%(count)d results stay in the inbox.") % {"count": left})
    return redirect(BATCH, reference)


@require_safe
@desk_page
def outcomes(request: HttpRequest, reference: UUID) -> HttpResponseBase:
    asked = own(request, reference)
    response = StreamingHttpResponse(outcome_table(asked), content_type="text/csv; charset=utf-8")
    name = f"signing-{asked.reference.hex[:8]}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def outcome_table(asked: SigningBatch) -> Iterator[str]:
    """A line per result, in the order in which they were chosen."""
    head = [_("application number"), _("outcome"), _("reason"), _("at")]
    rows: Any = (
        [item.number, item.outcome.label, item.reason, item.dealt_at or ""]
        for item in many.told(asked.items.order_by("place"))
    )
    return csv_lines(head, rows)
