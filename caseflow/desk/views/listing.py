from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from caseflow.desk import listing, saved_filters
from caseflow.desk.asking import actor_of
from caseflow.desk.deeds import BULK
from caseflow.desk.saved_filters import SavingForm
from caseflow.desk.views.doors import desk_page, rendered

LIST = "admin:applications_application_changelist"


@require_safe
@desk_page
def list_page(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    search = listing.Search.of(request, request.GET, actor, timezone.now())
    if not request.GET and not search.words and (query := saved_filters.default_query(actor)):
        return redirect(f"{reverse(LIST)}?{query}")
    found = listing.listing(search)
    context = {
        "title": found.queue.label if found.queue else _("Applications"),
        "listing": found,
        "bulk_verbs": BULK.get(actor.role, ()),
        "chips": saved_filters.chips(actor, found.query),
        "saving": SavingForm(),
    }
    return rendered(request, "desk/list.html", context)


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
def save_filter(request: HttpRequest) -> HttpResponseBase:
    asked = QueryDict(request.POST.get("filter", "")[:2000])
    form = SavingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the filter a name of at most 40 characters."))
    else:
        keep(request, asked, form)
    return redirect(f"{reverse(LIST)}?{listing.filter_in(asked).urlencode()}")


def keep(request: HttpRequest, asked: QueryDict, form: SavingForm) -> None:
    try:
        saved = saved_filters.save(asked, actor=actor_of(request), **form.cleaned_data)
    except saved_filters.TooMany:
        messages.error(request, _("You keep as many filters as possible; remove one first."))
        return
    if saved is None:
        messages.warning(request, _("Nothing is narrowed here, so there is nothing to save."))
    else:
        messages.success(request, _("Saved as “%(name)s”.") % {"name": saved.name})


@require_POST
@desk_page
def remove_filter(request: HttpRequest, pk: int) -> HttpResponseBase:
    if saved_filters.remove(pk, actor=actor_of(request)):
        messages.success(request, _("The filter was removed."))
    return redirect(f"{reverse(LIST)}?all")
