"""By which ways a citizen is told, what they were told, and the browsers that show it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from orjson import JSONDecodeError, loads

from caseflow.applications.actors import Actor
from caseflow.notices import choosing
from caseflow.notices.backends.push import public_key
from caseflow.notices.models import Message
from caseflow.notices.serializers import BrowserSerializer, ForgetBrowserSerializer
from caseflow.notices.views import is_offered
from caseflow.portal.mine.forms import ChoiceForm
from caseflow.portal.people import own_page

#: The latest messages; older ones are emptied after their term anyway.
SHOWN = 20


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    chosen = choosing.preference_of(actor.account)
    form = ChoiceForm(request.POST or None, initial=vars(chosen))
    if request.method == "POST" and form.is_valid():
        choosing.choose(actor.account, form.cleaned_data)
        return redirect("portal:my-notices")
    told = Message.objects.in_account(actor.account).select_related("application")
    shown = {
        "form": form,
        "push_key": public_key() if is_offered() else "",
        "messages": told.defer("application__form").order_by("-pk")[:SHOWN],
        "days": settings.NOTICES_BODY_DAYS,
    }
    return render(request, "portal/mine/notices.html", shown)


def said_in(request: HttpRequest) -> Any:
    try:
        return loads(request.body)
    except JSONDecodeError:
        raise BadRequest from None


@own_page
@require_POST
def browsers(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What this browser's `PushSubscription` says; asked by the page's script."""
    if not is_offered():
        raise Http404
    sent = BrowserSerializer(data=said_in(request))
    if not sent.is_valid():
        raise BadRequest
    said = sent.validated_data
    choosing.subscribe(actor.account, endpoint=said["endpoint"], **said["keys"])
    return HttpResponse(status=204)


@own_page
@require_POST
def forget_browser(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    sent = ForgetBrowserSerializer(data=said_in(request))
    if not sent.is_valid():
        raise BadRequest
    choosing.unsubscribe(actor.account, **sent.validated_data)
    return HttpResponse(status=204)


@require_safe
def worker(request: HttpRequest) -> HttpResponseBase:
    """A browser lets a worker act only below the address it came from."""
    return render(request, "portal/mine/worker.js", content_type="text/javascript")
