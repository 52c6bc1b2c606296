from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseflow.applications import lifecycle
from caseflow.applications.models import Consultation
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.serializers.deeds import INPUTS
from caseflow.applications.states import Verb
from caseflow.desk import consultations
from caseflow.desk.asking import actor_of
from caseflow.desk.inputs import InputForm, Offer
from caseflow.desk.views.doors import desk_page, rendered

LIST = "admin:applications_consultation_changelist"


@require_safe
@desk_page
def list_page(request: HttpRequest) -> HttpResponseBase:
    """What the own office was asked; and, for who waits, the answers that are overdue."""
    actor, today = actor_of(request), timezone.localdate()
    below = request.GET.get("below", "")
    before = int(below) if below.isascii() and below.isdigit() and len(below) < 19 else None
    asked, following = consultations.page(actor, today, before=before)
    context = {
        "title": _("Consultations"),
        "asked": asked,
        "following": following,
        "overdue": consultations.overdue(actor, today),
    }
    return rendered(request, "desk/consultations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def answer_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One question and its answer; nothing else of the file is shown here."""
    actor, today = actor_of(request), timezone.localdate()
    found = consultations.shown(list(consultations.asked_of(actor).filter(pk=pk)), today)
    if not found:
        raise Http404(_("Your office was not asked this."))
    question = found[0]
    serializer, offer = INPUTS[Verb.ANSWER_CONSULTATION], Offer()
    form = InputForm(serializer, offer=offer, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        return answered(request, question.consultation, str(form.validated["answer"]))
    context = {"title": _("Consultation"), "question": question, "form": form}
    return rendered(request, "desk/consultation.html", context)


def answered(request: HttpRequest, consultation: Consultation, answer: str) -> HttpResponseBase:
    try:
        lifecycle.answer_consultation(
            consultation.application_id,
            actor=actor_of(request),
            at=timezone.now(),
            answer=answer,
        )
    except DeedRefused as refused:
        messages.error(request, f"{refused} {refused.instead}".strip())
    else:
        messages.success(request, _("The answer was sent."))
    return redirect(LIST)
