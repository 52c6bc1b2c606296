from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from caseflow.accounts.models import User
from caseflow.drawing.views.presenting import present
from caseflow.indicators.viewers import viewer
from caseflow.reports.catalogue import REPORTS
from caseflow.reports.models import Subscription
from caseflow.reports.subscriptions import keeping
from caseflow.reports.subscriptions.forms import SubscriptionForm

LIST = "reports:subscriptions"


def form_of(request: HttpRequest, data: Any) -> SubscriptionForm:
    return SubscriptionForm(data, viewer=viewer(request.user))


def account(request: HttpRequest) -> User:
    """Of who may see reports."""
    viewer(request.user)
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@login_required
@require_http_methods(["GET", "POST"])
def subscriptions(request: HttpRequest) -> HttpResponseBase:
    """One's own subscriptions; a new one may begin from a report's page."""
    owner = account(request)
    if request.method == "GET":
        form = form_of(request, None)
        form.initial = {name: request.GET.get(name, "") for name in ("report", "center")}
        form.initial["procedure"] = request.GET.get("procedure", "")
        return listed(request, owner, form)
    form = form_of(request, request.POST)
    if form.is_valid() and subscribed(owner, form):
        messages.success(request, _("You will get this report by e-mail."))
        return redirect(LIST)
    return listed(request, owner, form, status=400)


def subscribed(owner: User, form: SubscriptionForm) -> bool:
    try:
        keeping.subscribe(owner, **form.wish(), at=timezone.now())
    except keeping.Unreachable:
        form.add_error(None, _("Your account has no e-mail address; ask an administrator."))
    except keeping.TooMany:
        form.add_error(None, _("You have as many subscriptions as possible; stop one first."))
    return form.is_valid()


def listed(
    request: HttpRequest, owner: User, form: SubscriptionForm, *, status: int = 200
) -> HttpResponse:
    rows = Subscription.objects.of(owner.pk).for_display()
    context = {
        "title": _("Reports by e-mail"),
        "subscription_form": form,
        "rows": [(row, REPORTS[row.report].name) for row in rows if row.report in REPORTS],
        "address": owner.email,
    }
    return present(request, "reports/subscriptions.html", context, status=status)


@login_required
@require_POST
def change(request: HttpRequest, pk: int, deed: str) -> HttpResponseBase:
    """Pause, go on or stop; another's subscription is not there."""
    owner, now = account(request).pk, timezone.now()
    done = {
        "pause": lambda: keeping.pause(pk, owner=owner, at=now),
        "resume": lambda: keeping.resume(pk, owner=owner, at=now),
        "end": lambda: keeping.stop(pk, owner=owner),
    }[deed]()
    if not done:
        messages.warning(request, _("Nothing was changed; it may have been stopped elsewhere."))
    return redirect(LIST)


@require_http_methods(["GET", "POST"])
def stop_by_mail(request: HttpRequest, key: str) -> HttpResponse:
    """Stops one subscription with the key of its mail, without logging in.

    Following the link only asks: programs that look at mails follow links.
    """
    found = keeping.behind_key(key)
    if found and request.method == "POST":
        keeping.stop(found.pk, owner=found.owner_id)
    name = REPORTS[found.report].name if found else ""
    context = admin.site.each_context(request) | {
        "title": _("Stop a report"),
        "name": name,
        "is_done": request.method == "POST",
    }
    return render(request, "reports/stop.html", context)
