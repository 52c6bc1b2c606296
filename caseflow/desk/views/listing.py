from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from caseflow.applications.states import Verb
from caseflow.desk import bulk, listing
from caseflow.desk.asking import actor_of
from caseflow.desk.deeds import BULK
from caseflow.desk.views.doors import desk_page, rendered

LIST = "admin:applications_application_changelist"


@require_safe
@desk_page
def list_page(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    found = listing.listing(request, actor, timezone.now())
    title = found.queue.label if found.queue else _("Applications")
    return rendered(
        request,
        "desk/list.html",
        {"title": title, "listing": found, "bulk_verbs": BULK.get(actor.role, ())},
    )


@require_POST
@desk_page
def search(request: HttpRequest) -> HttpResponseBase:
    """What is searched is kept in the session; an empty search clears it."""
    text = " ".join(request.POST.get("text", "").split())[:100]
    if text:
        request.session[listing.SEARCHED] = text
    else:
        request.session.pop(listing.SEARCHED, None)
    return redirect(LIST)


@require_POST
@desk_page
def bulk_deed(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    numbers = request.POST.getlist("number")[: listing.PAGE]
    verb = request.POST.get("verb", "")
    if verb not in BULK.get(actor.role, ()) or not numbers:
        messages.warning(request, _("Choose at least one application and what to do with it."))
        return redirect(LIST)
    outcomes = bulk.perform_on_each(
        Verb(verb),
        numbers,
        actor=actor,
        at=timezone.now(),
        forbidden=_("Your role may not do this with this application."),
    )
    context = {
        "title": _("Outcome: %(verb)s") % {"verb": Verb(verb).label},
        "outcomes": outcomes,
        "done": sum(not outcome.refusal for outcome in outcomes),
    }
    return rendered(request, "desk/outcomes.html", context)
