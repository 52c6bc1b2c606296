"""Rating how a file was handled: from the own account, or with number and key."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.permissions import may
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Verb
from caseflow.applications.views.public import WITH_THE_KEY
from caseflow.portal.forms import TrackingForm
from caseflow.portal.mine.views.files import case_of
from caseflow.portal.payments.views import asked_for
from caseflow.portal.people import own_page
from caseflow.portal.rating.forms import WHOLE, RatingForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def with_key(request: HttpRequest) -> HttpResponse:
    """Number and key come in the body, first alone and then with the answers."""
    tracking = TrackingForm(request.POST or None)
    case, status = asked_for(request, tracking)
    if case is None:
        return page(request, {"tracking": tracking}, status=status)
    shown = {"tracking": tracking, "case": case, "key": tracking.cleaned_data["key"]}
    if "send" not in request.POST:
        return page(request, shown | {"form": RatingForm()})
    return rated(request, case, WITH_THE_KEY, shown)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, actor: Actor, number: str) -> HttpResponseBase:
    case = case_of(actor, number)
    shown = {"case": case, "is_own": True}
    if not may(actor, Verb.RATE, case):
        told = _("Only who applied, or acts for them, can rate this application.")
        return page(request, shown | {"told": told}, status=403)
    if request.method != "POST":
        return page(request, shown | {"form": RatingForm()})
    return rated(request, case, actor, shown)


def rated(
    request: HttpRequest, case: Application, actor: Actor, shown: dict[str, Any]
) -> HttpResponse:
    form = RatingForm(request.POST)
    if not form.is_valid():
        return page(request, shown | {"form": form}, status=400)
    try:
        lifecycle.rate(case.pk, actor=actor, at=timezone.now(), **form.said())
    except DeedRefused as refused:
        told = f"{refused.message} {refused.instead}"
        return page(request, shown | {"told": told}, status=409)
    return page(request, shown | {"done": True, "stars": form.cleaned_data[WHOLE]})


def page(request: HttpRequest, shown: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, "portal/rating.html", shown, status=status)
