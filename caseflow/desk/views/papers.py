"""Papers of a case: attaching them at the counter and later, and looking at them page by page."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from caseflow.applications import reading
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Document
from caseflow.applications.papers import PaperWithheld, leafing, pieces
from caseflow.applications.papers.checking import refuse_unless_clean
from caseflow.applications.papers.refusing import UploadBusy, UploadGone, UploadUnfinished
from caseflow.applications.permissions import handles
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Door
from caseflow.applications.stored import store_open_to
from caseflow.desk import deeds, papers
from caseflow.desk.asking import actor_of
from caseflow.desk.remaining import remaining
from caseflow.desk.views.doors import case_of, desk_page, handled_case_of, rendered
from caseflow.issuing import scans

PAPERS = "admin:applications_application_papers"


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def papers_page(request: HttpRequest, number: str) -> HttpResponseBase:
    """What is here, what is still missing, and how more comes: by file, from the store, in data."""
    case, actor = case_of(request, number)
    if not handles(actor, case):
        raise PermissionDenied
    reading.note(case, actor=actor, door=Door.DESK, at=timezone.now())
    names = deeds.papers_of(case)
    if request.method != "POST":
        form = papers.AttachForm(names, initial={"paper": request.GET.get("paper", "")})
        return papers_shown(request, case, actor, form)
    if not papers.may_attach(actor, case):
        raise PermissionDenied(_("No papers can be attached by you in this state."))
    form = papers.AttachForm(names, data=request.POST)
    if form.is_valid() and attached(request, case, actor, form):
        return redirect(PAPERS, case.number)
    return papers_shown(request, case, actor, form)


def attached(
    request: HttpRequest, case: Application, actor: Actor, form: papers.AttachForm
) -> bool:
    """Says beside the form what hinders, and above the page what was done."""
    at = timezone.now()
    try:
        with ExitStack() as opened:
            files = [*request.FILES.getlist("file"), *arrived(request, opened, actor, at=at)]
            outcome = papers.attach(case, form, files, actor=actor, at=at)
    except DeedRefused as refused:
        form.add_error(None, str(refused))
        return False
    except (UploadGone, UploadBusy, UploadUnfinished):
        form.add_error(None, _("A file did not arrive whole; please choose it again."))
        return False
    for words in outcome.refusals:
        form.add_error(None, words)
    if count := len(outcome.taken):
        told = ngettext("%(count)d paper was attached.", "%(count)d papers were attached.", count)
        messages.success(request, told % {"count": count})
    return not outcome.refusals


def arrived(
    request: HttpRequest, opened: ExitStack, actor: Actor, *, at: datetime
) -> Iterator["File[bytes]"]:
    """What the page sent in pieces before the form, in the order of the form."""
    for text in request.POST.getlist("upload"):
        try:
            reference = uuid.UUID(text)
        except ValueError:
            raise UploadGone from None
        yield opened.enter_context(pieces.whole(reference, owner=actor.account, at=at))


def papers_shown(
    request: HttpRequest, case: Application, actor: Actor, form: papers.AttachForm
) -> HttpResponseBase:
    documents = list(case.documents.order_by("pk"))
    here = {document.paper for document in documents}
    required = case.procedure_version.required_papers.order_by("pk")
    context = {
        "title": _("Papers"),
        "case": case,
        "remaining": remaining(case, timezone.now()),
        "papers": papers.shown(case, documents, dict(deeds.papers_of(case)), actor),
        "missing": [paper for paper in required if paper.key not in here and not paper.shown_only],
        "form": form,
        "may_attach": papers.may_attach(actor, case),
        "stored": store_open_to(actor, case, at=timezone.now())[:50],
    }
    return rendered(request, "desk/papers.html", context)


def document_of(request: HttpRequest, number: str, pk: int) -> Document:
    """With its file, and only once it may be handed out."""
    case = handled_case_of(request, number)
    document = get_object_or_404(Document, application=case, pk=pk, file__gt="")
    try:
        refuse_unless_clean(document, asked_by=actor_of(request).user_id)
    except PaperWithheld as withheld:
        raise PermissionDenied(str(withheld)) from None
    return document


def read(document: Document, request: HttpRequest) -> Document:
    """Whoever opens a paper of a person leaves a line in the log of readings."""
    case: Any = document.application
    reading.note(case, actor=actor_of(request), door=Door.PAPER, at=timezone.now())
    return document


@require_safe
@desk_page
def paper(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """Always a download with the sniffed type: nothing a sender wrote is run in our origin."""
    document = read(document_of(request, number, pk), request)
    return FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=document.name,
        content_type=document.content_type,
    )


@require_safe
@desk_page
def signed_scan(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """The copy that the clerk who scanned it signed; the paper itself keeps its bytes."""
    document = read(document_of(request, number, pk), request)
    case: Any = document.application
    signed = scans.scans_of(case).filter(signature__document__gt="")
    scan: Any = get_object_or_404(signed, document=document)
    name = f"{case.number}-scan-{pk}.pdf"
    content = scan.signature.document.open("rb")
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")


@require_safe
@desk_page
def leaf_page(request: HttpRequest, number: str, pk: int, leaf: int) -> HttpResponseBase:
    """One page of a paper, as a picture of it."""
    document = read(document_of(request, number, pk), request)
    last = document.pages or 1
    if not papers.is_shown(document) or not 1 <= leaf <= last:
        raise Http404(_("This paper has no such page."))
    case: Any = document.application
    context = {
        "title": document.name,
        "case": case,
        "remaining": remaining(case, timezone.now()),
        "document": document,
        "leaf": leaf,
        "last": last,
        "before": leaf - 1,
        "after": leaf + 1 if leaf < last else 0,
    }
    return rendered(request, "desk/leaf.html", context)


@require_safe
@desk_page
def leaf_picture(request: HttpRequest, number: str, pk: int, leaf: int) -> HttpResponseBase:
    """Drawn anew from the pixels alone; nothing active in a paper reaches a browser."""
    document = document_of(request, number, pk)
    if not papers.is_shown(document):
        raise Http404
    with document.file.open("rb") as content:
        try:
            picture = leafing.picture_of(content, page=leaf)
        except leafing.Unreadable:
            raise Http404(_("This page cannot be shown; download the paper instead.")) from None
    return HttpResponse(picture, content_type="image/jpeg")
