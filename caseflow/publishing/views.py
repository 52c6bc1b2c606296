from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from caseflow.publishing.composing import Composed
from caseflow.publishing.figures import Told, ratings
from caseflow.publishing.forms import PeriodForm, ReasonForm, SeenForm
from caseflow.publishing.making import NotPublishable, Wish, lines_of, prepared, publish
from caseflow.publishing.models import Publication
from caseflow.publishing.periods import Period
from caseflow.publishing.permissions import PUBLISHERS, publisher, reader
from caseflow.publishing.reading import lines_of as published_lines
from caseflow.publishing.reading import total_of
from caseflow.publishing.states import TABLE_OF, Kind
from signatures.backends.base import SigningRefused, SigningUnavailable

LISTED = 60
#: How many months, and how many quarters, are proposed.
PROPOSED = {Kind.MONTH: 12, Kind.QUARTER: 4}


@login_required
@require_GET
def publications(request: HttpRequest) -> HttpResponse:
    """What was published, what is due, and the way to publish it."""
    reader(request.user)
    asked = "period" in request.GET
    form = PeriodForm(request.GET if asked else None)
    if asked and form.is_valid():
        return redirect("publishing:prepare", period=form.cleaned_data["period"].code)
    listed = Publication.objects.newest_first().for_display().select_related("published_by")
    context = frame(request, _("Publications of our figures")) | {
        "form": form,
        "publications": listed[:LISTED],
        "unpublished": unpublished(timezone.localdate()),
    }
    return render(request, "publishing/publications.html", context, status=400 if asked else 200)


def frame(request: HttpRequest, title: str) -> dict[str, Any]:
    may_publish = reader(request.user).role in PUBLISHERS
    return admin.site.each_context(request) | {"title": title, "may_publish": may_publish}


def unpublished(today: date) -> list[Period]:
    """Of the last year, oldest first; a quarter after its months."""
    periods = []
    for kind, count in PROPOSED.items():
        period = Period.around(kind, today)
        for _earlier in range(count):
            period = period.before
            periods.append(period)
    done = set(Publication.objects.values_list("kind", "first"))
    left = [period for period in periods if (period.kind, period.first) not in done]
    return sorted(left, key=lambda period: (period.last, period.first))


@login_required
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, period: Period) -> HttpResponse:
    """The preview, and with POST the publication of what was looked at."""
    publisher(request.user)
    return prepare_or_publish(request, Wish(period=period))


@login_required
@require_GET
def publication(request: HttpRequest, number: int) -> HttpResponse:
    reader(request.user)
    return publication_page(request, found(number), ReasonForm())


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """The reason is in the address, so that the preview can be looked at again."""
    publisher(request.user)
    old, form = found(number), ReasonForm(request.GET)
    if not form.is_valid():
        return publication_page(request, old, form, status=400)
    wish = Wish(period=old.period, corrects=old, reason=form.cleaned_data["reason"])
    return prepare_or_publish(request, wish)


def found(number: int) -> Publication:
    rows = Publication.objects.select_related("seal", "correction", "key", "published_by")
    return get_object_or_404(rows, pk=number)


def publication_page(
    request: HttpRequest, shown: Publication, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    context = frame(request, _("Publications of our figures")) | {
        "publication": shown,
        "form": form,
        "total": (total := total_of(shown)),
        "rows": [total, *published_lines(shown)],
        "ratings": ratings(shown.said),
    }
    return render(request, "publishing/publication.html", context, status=status)


def prepare_or_publish(request: HttpRequest, wish: Wish) -> HttpResponse:
    try:
        if request.method == "POST":
            return published(request, wish)
        return preview(request, wish, prepared(wish, at=timezone.now()))
    except NotPublishable as refusal:
        return preview(request, wish, None, told=str(refusal), status=409)
    except (SigningRefused, SigningUnavailable):
        told = _("The publication cannot be signed at the moment; try again in a few minutes.")
        return preview(request, wish, None, told=told, status=503)


def published(request: HttpRequest, wish: Wish) -> HttpResponse:
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise NotPublishable(_("Look at the figures first, and publish what you saw."))
    by, now = publisher(request.user), timezone.now()
    made = publish(wish, by=by, at=now, seen=form.cleaned_data["seen"])
    messages.success(request, _("Published; the public sees these figures from now on."))
    return redirect("publishing:publication", number=made.number)


def preview(
    request: HttpRequest,
    wish: Wish,
    composed: Composed | None,
    *,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    context = frame(request, _("Preview of a publication")) | {
        "wish": wish,
        "told": told,
        "composed": composed,
        "least": settings.PUBLISHING_LEAST_COUNT,
    }
    if composed:
        table = TABLE_OF[wish.period.kind]
        rows = [Told(line) for line in lines_of(composed.content, table)]
        context |= {"total": rows[0], "rows": rows, "ratings": ratings(composed.content)}
    return render(request, "publishing/preview.html", context, status=status)
