from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Document, Event
from caseflow.applications.permissions import handles, may
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.serializers.deeds import INPUTS
from caseflow.applications.states import Verb
from caseflow.desk import casefile, deeds, panels
from caseflow.desk.inputs import InputForm
from caseflow.desk.remaining import remaining
from caseflow.desk.views.doors import case_of, desk_page, handled_case_of, rendered
from caseflow.issuing.models import Result, Slip
from procedures.validation import form_errors

CASE = "admin:applications_application_change"


@require_safe
@desk_page
def case_page(request: HttpRequest, number: str) -> HttpResponseBase:
    case, actor = case_of(request, number)
    events = list(Event.objects.of(case).select_related("statement"))
    required = dict(case.procedure_version.required_papers.values_list("key", "name"))
    titles = {**required, **dict(deeds.fields_of(case))}
    in_full = handles(actor, case)
    context = {
        "title": case.number,
        "case": case,
        "remaining": remaining(case, timezone.now()),
        "in_full": in_full,
        "panels": panels.shown(panels.Sight(case, actor, events, required, in_full)),
        "timeline": casefile.timeline(events, actor, titles),
        "buttons": deeds.buttons(actor, case),
    }
    return rendered(request, "desk/case.html", context)


@require_safe
@desk_page
def due_page(request: HttpRequest, number: str) -> HttpResponseBase:
    case, _actor = case_of(request, number)
    events = Event.objects.of(case).select_related("statement")
    context = {
        "title": _("How the date was counted"),
        "case": case,
        "remaining": remaining(case, timezone.now()),
        "ways": casefile.ways_to_due_date(case, list(events)),
    }
    return rendered(request, "desk/due.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def deed_page(request: HttpRequest, number: str, verb: str) -> HttpResponseBase:
    case, actor = case_of(request, number)
    if verb not in INPUTS:
        raise Http404
    wanted = Verb(verb)
    if not may(actor, wanted, case):
        raise PermissionDenied(_("Your role may not do this with this application."))
    if request.method != "POST":
        return asked(request, case, actor, wanted, deeds.input_form(wanted, case))
    form = deeds.input_form(wanted, case, data=request.POST)
    if form.wants_more_rows or not is_valid(form, case):
        return asked(request, case, actor, wanted, form)
    return acted(request, case, actor, wanted, form)


def is_valid(form: InputForm, case: Application) -> bool:
    """By the verb's own serializer; a corrected form also by the schema of the case."""
    if not form.is_valid():
        return False
    for name, sheet in form.sheets.items():
        if name in form.validated:
            sheet.show(form_errors(case.procedure_version, form.validated[name]))
            return sheet.fields.is_valid() and not sheet.whole_errors
    return True


def asked(
    request: HttpRequest, case: Application, actor: Actor, verb: Verb, form: InputForm
) -> HttpResponseBase:
    """The page of one deed; when it no longer is possible, the case with the reason."""
    if verb not in (button.verb for button in deeds.buttons(actor, case)):
        messages.error(request, not_possible(case, verb))
        return redirect(CASE, case.number)
    context = {
        "title": capfirst(str(verb.label)),
        "subtitle": case.number,
        "case": case,
        "verb": verb,
        "form": form,
        "is_grave": verb in deeds.GRAVE,
        "remaining": remaining(case, timezone.now()),
        "seen": case.last_sequence,
    }
    return rendered(request, "desk/deed.html", context)


def not_possible(case: Application, verb: Verb) -> str:
    return _("“%(verb)s” is not possible while the application is “%(state)s”.") % {
        "verb": verb.label,
        "state": case.get_state_display(),
    }


def acted(
    request: HttpRequest, case: Application, actor: Actor, verb: Verb, form: InputForm
) -> HttpResponseBase:
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
    try:
        deeds.perform(
            verb, case, actor=actor, at=timezone.now(), seen=number, inputs=form.validated
        )
    except deeds.Overtaken:
        return overtaken(request, case, actor, verb, form, number)
    except DeedRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Done: %(verb)s.") % {"verb": verb.label})
    return redirect(CASE, case.number)


def overtaken(
    request: HttpRequest, case: Application, actor: Actor, verb: Verb, form: InputForm, seen: int
) -> HttpResponseBase:
    """Tells what happened meanwhile; what was typed stays where the deed is still possible."""
    events = deeds.since(case, seen)
    told = casefile.timeline(events, actor, {})
    happened = "; ".join(
        _("%(verb)s, by %(role)s %(office)s, at %(at)s")
        % {
            "verb": deed.verb.label,
            "role": deed.role,
            "office": deed.office,
            "at": casefile.at_office(deed.at),
        }
        for deed in told
    )
    messages.warning(
        request,
        _("Nothing was done, because the application has moved on: %(happened)s.")
        % {"happened": happened},
    )
    fresh, _same = case_of(request, case.number)
    if form.body():
        return asked(request, fresh, actor, verb, form)
    return redirect(CASE, case.number)


@require_safe
@desk_page
def paper(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """The sniffed type, never what the sender said; shown in the page only where that is safe."""
    case = handled_case_of(request, number)
    document = get_object_or_404(Document, application=case, pk=pk)
    show = "show" in request.GET and document.content_type in casefile.PREVIEWED
    return FileResponse(
        document.file.open("rb"),
        as_attachment=not show,
        filename=document.name,
        content_type=document.content_type,
    )


@require_safe
@desk_page
def slip(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    return as_pdf(get_object_or_404(Slip, application=handled_case_of(request, number), pk=pk))


@require_safe
@desk_page
def result(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    return as_pdf(get_object_or_404(Result, application=handled_case_of(request, number), pk=pk))


def as_pdf(issued: Slip | Result) -> FileResponse:
    name = f"{issued.number}.pdf".replace("/", "-")
    return FileResponse(issued.file.open("rb"), filename=name, content_type="application/pdf")
