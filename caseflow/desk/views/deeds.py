"""One deed on one file: asked, done, or told why not; what was typed is never lost."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.permissions import may
from caseflow.applications.refusals import DeedRefused, InputRefused
from caseflow.applications.serializers.deeds import INPUTS
from caseflow.applications.states import Verb
from caseflow.desk import changes, deeds, supplements
from caseflow.desk.inputs import InputForm
from caseflow.desk.queues import Queue
from caseflow.desk.remaining import remaining
from caseflow.desk.views.doors import case_of, desk_page, rendered
from procedures.validation import form_errors

CASE = "admin:applications_application_change"


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
    """The page of one deed; where it no longer is possible, what was typed can still be copied."""
    is_possible = verb in (button.verb for button in deeds.buttons(actor, case))
    if not is_possible and not form.body():
        messages.error(request, not_possible(case, verb))
        return redirect(address_of(case, queue_in(request)))
    context = {
        "title": capfirst(str(verb.label)),
        "subtitle": case.number,
        "case": case,
        "verb": verb,
        "form": form,
        "asked": supplements.items_asked(case) if verb == Verb.SUPPLY else [],
        "is_grave": verb in deeds.GRAVE,
        "is_possible": is_possible,
        "not_possible": not_possible(case, verb),
        "remaining": remaining(case, timezone.now()),
        "seen": case.last_sequence,
        "queue": queue_in(request),
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
    seen, now = number_in(request.POST.get("seen", "")), timezone.now()
    try:
        deeds.perform(verb, case, actor=actor, at=now, seen=seen, inputs=form.validated)
    except deeds.Overtaken:
        return overtaken(request, case, actor, verb, form, seen)
    except DeedRefused as refused:
        why = f"{refused} {refused.instead}".strip()
        return refused_as_typed(request, case, actor, verb, form, why)
    except InputRefused as unfit:
        form.refuse(unfit.fields)
        return asked(request, case, actor, verb, form)
    messages.success(request, _("Done: %(verb)s.") % {"verb": verb.label})
    return redirect(address_of(case, queue_in(request)))


def number_in(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def refused_as_typed(
    request: HttpRequest, case: Application, actor: Actor, verb: Verb, form: InputForm, why: str
) -> HttpResponseBase:
    if form.body():
        form.whole_errors.append(why)
        return asked(request, case, actor, verb, form)
    messages.error(request, why)
    return redirect(address_of(case, queue_in(request)))


def overtaken(
    request: HttpRequest, case: Application, actor: Actor, verb: Verb, form: InputForm, seen: int
) -> HttpResponseBase:
    messages.warning(
        request,
        _("Nothing was done, because the application has moved on: %(happened)s.")
        % {"happened": changes.told(changes.since(case, seen))},
    )
    fresh, _same = case_of(request, case.number)
    if form.body():
        return asked(request, fresh, actor, verb, form)
    return redirect(address_of(fresh, queue_in(request)))


def queue_in(request: HttpRequest) -> str:
    """The queue somebody is working off; it travels in the address of each page."""
    queue = request.GET.get("queue", "")
    return queue if queue in Queue.values else ""


def address_of(case: Application, queue: str) -> str:
    address = reverse(CASE, args=[case.number])
    return f"{address}?{urlencode({'queue': queue})}" if queue else address
