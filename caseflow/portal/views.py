from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from caseflow.applications.models import Application, Event
from caseflow.applications.views.public import may_rate, tracked
from caseflow.portal import wording
from caseflow.portal.clocks import clocks_of
from caseflow.portal.forms import TrackingForm, VerifyForm
from caseflow.portal.throttling import allows
from procedures.filters import InForceFilter
from procedures.models import ProcedureVersion
from procedures.states import Level
from signatures.verifying import Verdict
from signatures.verifying import verify as examine
from signatures.views import ENVELOPE_BYTES, Busy, one_of_few

PAGE_SIZE = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"tracking_form": TrackingForm()})


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    in_force = ProcedureVersion.objects.in_force().with_place("").select_related("procedure")
    slim = in_force.only("number", "online_level", "limit_amount", "limit_unit", "procedure")
    search = InForceFilter(request.GET, slim)
    page = Paginator(search.qs.order_by("place"), PAGE_SIZE).get_page(request.GET.get("page"))
    found = {"search": search.form, "page": page, "query": query_without_page(request)}
    return render(request, "portal/procedures.html", found)


def query_without_page(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    versions = ProcedureVersion.objects.in_force().with_parts().defer("raw", "form_schema")
    version = get_object_or_404(versions, procedure__code=code)
    levels = [str(Level(level).label) for level in version.procedure.levels]
    return render(request, "portal/procedure.html", {"version": version, "levels": levels})


@require_http_methods(["GET", "HEAD", "POST"])
def tracking(request: HttpRequest) -> HttpResponse:
    """The form, and the answer for browsers without script; with it, the script asks the API."""
    form = TrackingForm(request.POST or None)
    if request.method == "POST" and not allows(request, "tracking"):
        form.add_error(None, _("Too many attempts; please wait a minute."))
        return tracking_page(request, form, status=429)
    if not form.is_valid():
        return tracking_page(request, form)
    case = tracked(form.cleaned_data["number"], form.cleaned_data["key"])
    if case is None:
        form.add_error(None, _("There is no application with this number and key."))
        return tracking_page(request, form, status=404)
    return tracking_page(request, form, case)


def tracking_page(
    request: HttpRequest, form: TrackingForm, case: Application | None = None, *, status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {"form": form, "states": wording.states(), "case": case}
    if case:
        shown["sentence"] = wording.SENTENCES[case.state]
        shown["steps"] = Event.objects.of(case).steps()
        case.may_rate = may_rate(case)  # type: ignore[attr-defined]
        shown["clocks"] = clocks_of(case, at=timezone.now())
    return render(request, "portal/tracking.html", shown, status=status)


# The token stands in the body, and a body that is too long must not even be read.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    most = settings.SIGNATURES_VERIFY_MEGABYTES * 1024 * 1024
    if int(request.META.get("CONTENT_LENGTH") or 0) > most + ENVELOPE_BYTES:
        return verify_page(request, told=_("The file is too large to be checked."), status=413)
    return verify_document(request)


@csrf_protect
def verify_document(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return verify_page(request)
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return verify_page(request, form, status=400)
    if not allows(request, "verifying"):
        told = _("Too many attempts; please wait a minute.")
        return verify_page(request, told=told, status=429)
    try:
        with one_of_few():
            document, official = form.cleaned_data["file"].read(), form.cleaned_data["official"]
            verdict = examine(document, at=timezone.now(), official=official)
    except Busy as busy:
        return verify_page(request, told=str(busy.detail), status=503)
    return verify_page(request, verdict=verdict)


def verify_page(
    request: HttpRequest,
    form: VerifyForm | None = None,
    *,
    verdict: Verdict | None = None,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    most = settings.SIGNATURES_VERIFY_MEGABYTES
    shown = {
        "form": form or VerifyForm(),
        "verdict": verdict,
        "told": told,
        "most": most,
        "most_bytes": most * 1024 * 1024,
    }
    return render(request, "portal/verify.html", shown, status=status)
