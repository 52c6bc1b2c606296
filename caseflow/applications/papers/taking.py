"""How papers come to a case or a draft: as a file, a scan, from the store, or as a statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Document, Draft
from caseflow.applications.papers import checking, kinds, leafing
from caseflow.applications.papers.refusing import PaperRefused
from caseflow.applications.states import Source
from caseflow.applications.stored import store_open_to
from caseflow.applications.supplements import OTHER_PAPER
from citizens.models import StoredDocument
from procedures.models import RequiredPaper

Holder = Application | Draft


@dataclass(frozen=True, slots=True)
class Scan:
    """Taken from the original by whoever attaches it; `resolution` in dots per inch."""

    resolution: int


def attach(
    holder: Holder,
    upload: "File[bytes]",
    *,
    paper: str,
    actor: Actor,
    at: datetime,
    scan: Scan | None = None,
) -> Document:
    """Takes a file, with an event on a case; damaged, encrypted or repeated with a warning."""
    seen = kinds.inspect(upload)
    refuse_unknown_paper(holder, paper)
    document = Document(
        paper=paper,
        name=kinds.plain_name(upload.name or ""),
        source=Source.SCAN if scan else Source.UPLOAD,
        resolution=scan.resolution if scan else None,
        size=upload.size,
        content_type=seen.content_type,
        sha256=seen.sha256,
        pages=seen.pages,
        warnings=[*seen.warnings, *repeated(holder, seen.sha256), *coarse(scan)],
    )
    return keep_file(document, upload, holder, actor=actor, at=at)


def attach_photographs(
    holder: Holder,
    photographs: Sequence["File[bytes]"],
    *,
    paper: str,
    actor: Actor,
    at: datetime,
    scan: Scan | None = None,
) -> Document:
    """Several pictures, in this order, as one PDF that tells nothing of camera and place."""
    kinds.refuse_all_but_photographs(photographs)
    try:
        leaves = leafing.bound(photographs)
    except leafing.Unreadable:
        raise PaperRefused("file", _("One of the pictures cannot be opened.")) from None
    name = kinds.plain_name(photographs[0].name or "").rsplit(".", 1)[0]
    bound = ContentFile(leaves, f"{name}.pdf")
    return attach(holder, bound, paper=paper, actor=actor, at=at, scan=scan)


def reuse(holder: Holder, stored: int, *, paper: str, actor: Actor, at: datetime) -> Document:
    """A paper of the applicant's store, copied: what happens to the store leaves the case be."""
    refuse_unknown_paper(holder, paper)
    found = stored_paper(holder, stored, actor=actor, at=at)
    document = Document(
        paper=paper,
        name=found.name,
        source=Source.REUSE,
        stored=found,
        size=found.size,
        content_type=found.content_type,
        sha256=found.sha256,
        warnings=repeated(holder, found.sha256),
    )
    with found.file.open("rb") as content:
        document.pages, _fault = kinds.leaves(content, found.content_type)
        return keep_file(document, content, holder, actor=actor, at=at)


def stored_paper(holder: Holder, stored: int, *, actor: Actor, at: datetime) -> StoredDocument:
    """Only of a store that is open to who asks, and only while the paper is valid."""
    found = store_open_to(actor, holder, at=at).filter(pk=stored).first()
    if found is None:
        raise PaperRefused("reuse", _("There is no such paper in the document store."))
    if found.withdrawn_at:
        raise PaperRefused("reuse", _("This paper was withdrawn; use the one that replaced it."))
    day = timezone.localdate(at, timezone.get_default_timezone())
    if found.valid_to and found.valid_to < day:
        raise PaperRefused("reuse", _("This paper is no longer valid; hand in a newer one."))
    return found


def state_in_data(
    holder: Holder, data: str, *, paper: str, actor: Actor, at: datetime, statement: str = ""
) -> Document:
    """The paper need not be handed in: its content lies in these data (Decree 118 art 17(1)b)."""
    refuse_unknown_paper(holder, paper)
    document = Document(
        paper=paper,
        name=kinds.plain_name(data),
        source=Source.DATA,
        size=0,
        data_source=data,
        statement=statement,
    )
    return keep(document, holder, actor=actor, at=at)


def keep_file(
    document: Document, content: "File[bytes]", holder: Holder, *, actor: Actor, at: datetime
) -> Document:
    content.seek(0)
    document.file.save("paper", content, save=False)
    try:
        return keep(document, holder, actor=actor, at=at)
    except BaseException:
        document.file.delete(save=False)
        raise


def keep(document: Document, holder: Holder, *, actor: Actor, at: datetime) -> Document:
    """The row, and on a case the deed; who attaches a scan is who answers for it."""
    document.uploaded_by_id, document.uploaded_at = actor.account, at
    with transaction.atomic():
        if isinstance(holder, Draft):
            document.draft = holder
        else:
            document.application = holder
            said = {"text": document.statement} if document.statement else None
            lifecycle.attach(holder.pk, actor=actor, at=at, facts=facts_of(document), said=said)
        document.save()
        checking.hint_after_commit()
    return document


def facts_of(document: Document) -> dict[str, Any]:
    """For the chain: nothing personal, and only what this kind of paper has."""
    facts: dict[str, Any] = {"paper": document.paper, "source": document.source}
    if document.source == Source.DATA:
        return facts | {"data": document.data_source}
    facts |= {"size": document.size, "sha256": document.sha256}
    if document.pages is not None:
        facts["pages"] = document.pages
    if document.resolution is not None:
        facts["resolution"] = document.resolution
    return facts


def repeated(holder: Holder, sha256: str) -> list[str]:
    return ["repeated"] if holder.documents.filter(sha256=sha256).exists() else []


def coarse(scan: Scan | None) -> list[str]:
    return ["coarse"] if scan and scan.resolution < settings.APPLICATIONS_SCAN_LEAST_DPI else []


def refuse_unknown_paper(holder: Holder, paper: str) -> None:
    papers: Any = RequiredPaper.objects.filter(key=paper)
    if isinstance(holder, Application):
        known = papers.filter(version=holder.procedure_version_id)
    else:
        known = papers.filter(version__procedure=holder.procedure_id)
    if paper != OTHER_PAPER and not known.exists():
        raise PaperRefused("paper", _("This procedure asks for no paper with this key."))
