"""A clerk helps with a citizen's own code: ask for it, enter it, file once."""

from types import SimpleNamespace
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from caseflow.applications import helping
from caseflow.applications.helping import HelpRefused, WrongCode
from caseflow.applications.models import HelperSession
from caseflow.applications.serializers.helping import CodeSerializer, HelpAskedSerializer
from caseflow.applications.states import Help
from caseflow.desk.asking import actor_of
from caseflow.desk.inputs import InputForm, Offer
from caseflow.desk.views.doors import desk_page, rendered
from caseflow.desk.views.filing import counter_clerk
from caseflow.throttling import WindowThrottle

NAME = "admin:applications_helpersession"
SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def sessions_page(request: HttpRequest) -> HttpResponseBase:
    """The clerk's latest sessions; asking for one tells nothing about the person."""
    actor, at = counter_clerk(request), timezone.now()
    form = InputForm(HelpAskedSerializer, offer=Offer(), data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not allows(request):
            raise PermissionDenied(_("Too many sessions were asked for; please wait an hour."))
        said = form.validated
        identity, phone = said["identity_number"], said.get("phone", "")
        session = helping.ask(actor=actor, identity=identity, phone=phone, at=at)
        return redirect(f"{NAME}_change", session.reference)
    latest = HelperSession.objects.given_by(actor.user_id)[:SHOWN]
    sessions = [(session, session.state(at)) for session in latest]
    context = {"title": _("Help with the citizen's code"), "form": form, "sessions": sessions}
    return rendered(request, "desk/helper_sessions.html", context)


def allows(request: HttpRequest) -> bool:
    """Counted together with what the same account asks of the API."""
    asked = SimpleNamespace(throttle_scope="helping")
    return WindowThrottle().allow_request(request, asked)  # type: ignore[arg-type]


def own(request: HttpRequest, reference: UUID) -> HelperSession:
    mine = HelperSession.objects.given_by(counter_clerk(request).user_id)
    session = mine.select_related("application").filter(reference=reference).first()
    if session is None:
        raise Http404(_("You have no such session; ask for a new one."))
    return session


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def session_page(request: HttpRequest, reference: UUID) -> HttpResponseBase:
    """Where the code is entered, and where filing with it begins."""
    session, at = own(request, reference), timezone.now()
    form = InputForm(CodeSerializer, offer=Offer(), data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered(request, session, form.validated["code"])
        return redirect(f"{NAME}_change", reference)
    context = {
        "title": _("Help with the citizen's code"),
        "session": session,
        "state": session.state(at),
        "form": form,
        "to_enter": session.state(at) == Help.ASKED,
        "is_open": session.state(at) == Help.OPEN,
    }
    return rendered(request, "desk/helper_session.html", context)


def entered(request: HttpRequest, session: HelperSession, code: str) -> None:
    try:
        helping.open_with(session, code=code, actor=actor_of(request), at=timezone.now())
    except WrongCode as wrong:
        left = wrong.left
        told = ngettext(
            "This is not the code; %(left)d try is left.",
            "This is not the code; %(left)d tries are left.",
            left,
        )
        messages.error(request, told % {"left": left})
    except HelpRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The code is right. You may file one application now."))


@require_POST
@desk_page
def end(request: HttpRequest, reference: UUID) -> HttpResponseBase:
    helping.end(own(request, reference), at=timezone.now())
    return redirect(f"{NAME}_change", reference)
