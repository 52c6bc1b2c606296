"""What a citizen does about filings by others: give or refuse a helper's code, object."""

from uuid import UUID

from django.contrib.auth import logout as forget
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from caseflow.applications import helping, lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, HelperSession
from caseflow.applications.permissions import may
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Assistance, Verb
from caseflow.portal.people import LOGIN, person
from caseflow.portal.throttling import allows

#: The latest filings by others; older ones are past objection.
SHOWN = 20
LONGEST_TEXT = 5000


class Login(LoginView):
    template_name = "portal/login.html"
    next_page = "portal:mine"

    def post(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if allows(request, "login"):
            return super().post(request, *args, **kwargs)
        form = self.get_form_class()(request)
        told = _("Too many attempts; please wait a minute.")
        return render(request, self.template_name, {"form": form, "told": told}, status=429)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    forget(request)
    return redirect("portal:home")


@never_cache
@login_required(login_url=LOGIN)
@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    return page(request, person(request))


@never_cache
@login_required(login_url=LOGIN)
@require_POST
def refuse(request: HttpRequest, reference: UUID) -> HttpResponse:
    at = timezone.now()
    waiting = HelperSession.objects.asked_of(person(request).citizen_id, at=at)
    helping.end(get_object_or_404(waiting, reference=reference), at=at)
    return redirect("portal:help")


@never_cache
@login_required(login_url=LOGIN)
@require_POST
def object_to(request: HttpRequest) -> HttpResponse:
    actor, text = person(request), request.POST.get("text", "").strip()
    case = get_object_or_404(filed_by_others(actor), number=request.POST.get("number", "")[:60])
    if not text or len(text) > LONGEST_TEXT or "\0" in text:
        return page(request, actor, told=_("Say in your own words what is wrong."), status=400)
    if not may(actor, Verb.OBJECT, case):
        return page(request, actor, told=_("Only the applicant can object."), status=403)
    try:
        lifecycle.object(case.pk, actor=actor, at=timezone.now(), text=text)
    except DeedRefused as refused:
        return page(request, actor, told=str(refused.message), status=409)
    return page(request, actor, done=_("The centre sees your objection to %s.") % case.number)


def filed_by_others(actor: Actor) -> ApplicationQuerySet:
    by_others = Application.objects.filter(assistance__in=[Assistance.ASSISTED, Assistance.STAFF])
    found: ApplicationQuerySet = by_others.visible_to(actor)
    return found if actor.citizen_id else found.none()


def page(
    request: HttpRequest, actor: Actor, *, told: str = "", done: str = "", status: int = 200
) -> HttpResponse:
    known = actor.citizen_id is not None
    waiting = HelperSession.objects.asked_of(actor.citizen_id, at=timezone.now())
    filings = filed_by_others(actor).for_display().defer("form").newest_first()
    shown = {
        "known": known,
        "sessions": waiting if known else [],
        "filings": [(case, may(actor, Verb.OBJECT, case)) for case in filings[:SHOWN]],
        "told": told,
        "done": done,
        "longest": LONGEST_TEXT,
    }
    return render(request, "portal/help.html", shown, status=status)
