"""A citizen's own files: the list, one file, and how its dates were counted."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from caseflow.applications import reading
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Document, Event, Reading
from caseflow.applications.paging import Place, page_of
from caseflow.applications.permissions import deeds_open_to, may
from caseflow.applications.states import Assistance, Verb
from caseflow.issuing import handing_over
from caseflow.portal import wording
from caseflow.portal.clocks import clocks_of
from caseflow.portal.helping.views import LONGEST_TEXT
from caseflow.portal.people import own_page
from caseflow.verdicts.examining import verdicts_of
from caseflow.verdicts.wording import Told, told

PAGE = 20
#: The latest readings; the API gives more.
READINGS = 50
BY_OTHERS = (Assistance.ASSISTED, Assistance.STAFF)


def case_of(actor: Actor, number: str) -> Application:
    """Another person's number is as unknown as one that was never given out."""
    own = Application.objects.visible_to(actor).for_display().defer("form")
    case: Application = get_object_or_404(own, number=number)
    return case


@own_page
@require_safe
def files(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    page = page_of(Application.objects.all(), actor, place=place_in(request), size=PAGE)
    rows = [(case, wording.SENTENCES[case.state]) for case in page.rows]
    shown = {"rows": rows, "page": page, "known": actor.citizen_id is not None}
    return render(request, "portal/mine/files.html", shown)


def place_in(request: HttpRequest) -> Place:
    """A key that no page gave out leads to the first page."""
    try:
        return Place.parsed(**{name: request.GET.get(name, "") for name in ("after", "before")})
    except ValueError:
        return Place()


@own_page
@require_safe
def file(request: HttpRequest, actor: Actor, number: str) -> HttpResponseBase:
    case, now = case_of(actor, number), timezone.now()
    shown: dict[str, Any] = {
        "case": case,
        "sentence": wording.SENTENCES[case.state],
        "steps": Event.objects.of(case).steps(),
        "clocks": clocks_of(case, at=now),
        "results": results_of(case),
        "slips": handing_over.slip_entries(case, inside=False),
        "papers": papers_of(case),
        "readings": readings_of(case),
        "by_others": case.assistance in BY_OTHERS,
        "may_object": case.assistance in BY_OTHERS and may(actor, Verb.OBJECT, case),
        "longest": LONGEST_TEXT,
        "may_rate": Verb.RATE in deeds_open_to(actor, case),
    }
    return render(request, "portal/mine/file.html", shown)


def results_of(case: Application) -> list[handing_over.Entry]:
    kinds = (handing_over.RESULT, handing_over.COPY)
    return [entry for entry in handing_over.entries(case, inside=False) if entry.kind in kinds]


def papers_of(case: Application) -> list[tuple[Document, Told | None]]:
    """What was handed in, with what its signatures are worth where that is known."""
    papers = list(case.documents.order_by("pk"))
    verdicts = verdicts_of(case, papers)
    return [(one, told(verdicts[one.pk]) if one.pk in verdicts else None) for one in papers]


def readings_of(case: Application) -> list[Reading]:
    """The office and role of who read, not the person."""
    return list(reading.readings_of(case)[:READINGS])


@own_page
@require_safe
def dates(request: HttpRequest, actor: Actor, number: str) -> HttpResponseBase:
    """How every date was counted, day by day, on a page made to be printed."""
    case = case_of(actor, number)
    shown = {"case": case, "clocks": clocks_of(case, at=timezone.now())}
    return render(request, "portal/mine/dates.html", shown)
