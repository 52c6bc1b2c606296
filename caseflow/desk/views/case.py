from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from caseflow.applications import reading
from caseflow.applications.models import Event
from caseflow.applications.paging import Key, Place, page_of
from caseflow.applications.permissions import handles
from caseflow.applications.states import Door
from caseflow.desk import casefile, changes, clocks, deeds, panels, presence, queues
from caseflow.desk.asking import account_of
from caseflow.desk.queues import Queue
from caseflow.desk.remaining import remaining
from caseflow.desk.views.deeds import address_of, number_in, queue_in
from caseflow.desk.views.doors import case_of, desk_page, rendered, slim_case_of


@require_safe
@desk_page
def case_page(request: HttpRequest, number: str) -> HttpResponseBase:
    case, actor = case_of(request, number)
    events = list(Event.objects.of(case).select_related("statement"))
    required = dict(case.procedure_version.required_papers.values_list("key", "name"))
    titles = {**required, **dict(deeds.fields_of(case))}
    in_full = handles(actor, case)
    now, queue = timezone.now(), queue_in(request)
    if in_full:
        reading.note(case, actor=actor, door=Door.DESK, at=now)
    context = {
        "title": case.number,
        "case": case,
        "remaining": remaining(case, now),
        "in_full": in_full,
        "panels": panels.shown(panels.Sight(case, actor, events, required, in_full, now)),
        "timeline": casefile.timeline(events, actor, titles),
        "deeds": deeds.offered(actor, case, events),
        "queue": queue or queues.queue_holding(case.state) or "",
        "next_in": Queue(queue) if queue else None,
    }
    return rendered(request, "desk/case.html", context)


@require_safe
@desk_page
def due_page(request: HttpRequest, number: str) -> HttpResponseBase:
    case, _actor = case_of(request, number)
    now = timezone.now()
    context = {
        "title": _("How the dates were counted"),
        "case": case,
        "remaining": remaining(case, now),
        "clocks": clocks.clocks(case, list(Event.objects.of(case)), now),
    }
    return rendered(request, "desk/due.html", context)


@require_safe
@desk_page
def next_page(request: HttpRequest, number: str) -> HttpResponseBase:
    """To the file that follows this one in the queue; after the last comes the first."""
    case, actor = slim_case_of(request, number)
    queue, now = Queue(queue_in(request) or Queue.TO_RECEIVE), timezone.now()
    order = queues.order_of(queue)
    waiting = queues.files_in(queue, actor, now).exclude(pk=case.pk)
    has_place = getattr(case, order[0]) is not None
    for place in [Place(after=Key.of(case, order)), Place()] if has_place else [Place()]:
        found = page_of(
            waiting,
            actor,
            place=place,
            size=1,
            order=order,
            columns=queues.DUTY[queue],
            states=queues.STATES.get(queue, ()),
        )
        if found.rows:
            return redirect(address_of(found.rows[0], queue))
    messages.success(request, _("Nothing is left in “%(queue)s”.") % {"queue": queue.label})
    return redirect("admin:index")


@require_POST
@desk_page
def sign_of_life(request: HttpRequest, number: str) -> HttpResponseBase:
    """A page that shows the file is open; what its reader should know by now."""
    case, actor = slim_case_of(request, number)
    account = account_of(request).pk
    if "closing" in request.POST:
        presence.unmark(case.pk, account=account)
        return JsonResponse({})
    presence.mark(case.pk, account=account)
    others = ", ".join(presence.colleagues_at(case.pk, actor))
    seen = number_in(request.POST.get("seen", ""))
    left = remaining(case, timezone.now())
    answer = {"others": "", "changed": "", "words": left.words, "tone": left.tone}
    if others:
        answer["others"] = _("Also open at: %(names)s") % {"names": others}
    if case.last_sequence > seen:
        happened = changes.told(changes.since(case, seen))
        answer["changed"] = _("Changed since you opened it: %(happened)s.") % {"happened": happened}
    return JsonResponse(answer)
