"""What a citizen takes away: slips and results of an own file, papers of the document store."""

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from caseflow.applications.actors import Actor
from caseflow.issuing import handing_over
from caseflow.issuing.views import as_download, entry_called
from caseflow.portal.mine.views.files import case_of, results_of
from caseflow.portal.people import own_page
from citizens.models import StoredDocument, StoredDocumentQuerySet

PAGE = 20


@own_page
@require_safe
def slip(request: HttpRequest, actor: Actor, number: str, name: str) -> HttpResponseBase:
    case = case_of(actor, number)
    entry = entry_called(name, handing_over.slip_entries(case, inside=False))
    # The page of the file says that it is being made.
    return as_download(entry, case) if entry.ready else redirect("portal:my-file", number)


@own_page
@require_safe
def result(request: HttpRequest, actor: Actor, number: str, name: str) -> HttpResponseBase:
    """The document; for the applicant, fetching it is its return."""
    case = case_of(actor, number)
    entry = entry_called(name, results_of(case))
    answer = as_download(entry, case)
    if request.method == "GET" and handing_over.is_returning(entry, case, actor):
        handing_over.return_by_fetching(case, at=timezone.now())
    return answer


def store_of(actor: Actor) -> StoredDocumentQuerySet:
    """Nothing for an account without a proven identity."""
    documents = StoredDocument.objects.select_related("person", "organisation")
    if actor.citizen_id is None:
        return documents.none()
    return documents.open_to(actor.citizen_id, on=timezone.localdate())


@own_page
@require_safe
def documents(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The latest first; a page is found by the key of the last document before it."""
    key = request.GET.get("before", "")
    found = store_of(actor).order_by("-pk")
    if key.isascii() and key.isdigit() and len(key) < 19:
        found = found.filter(pk__lt=int(key))
    rows = list(found[: PAGE + 1])
    before = rows[PAGE - 1].pk if len(rows) > PAGE else None
    shown = {"documents": rows[:PAGE], "before": before, "own": actor.citizen_id}
    return render(request, "portal/mine/documents.html", shown)


@own_page
@require_safe
def document(request: HttpRequest, actor: Actor, key: int) -> HttpResponseBase:
    stored = get_object_or_404(store_of(actor), pk=key)
    return FileResponse(
        stored.file.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
    )
