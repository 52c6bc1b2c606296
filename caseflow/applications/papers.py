"""Papers that come with a case: what they really are, and whether they may be taken."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import filetype
from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Document, Draft
from procedures.models import RequiredPaper

#: Sniffed type → its name for people. Anything else is refused, whatever its file name says.
TAKEN = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
}
ENDINGS = {
    "application/pdf": (b"%%EOF", 1024),
    "image/jpeg": (b"\xff\xd9", 64),
    "image/png": (b"IEND\xaeB`\x82", 64),
}
HEAD = 8192


class PaperRefused(Exception):
    """The upload cannot be taken; `field` and message say what to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class PaperTooLarge(Exception):
    """More bytes than `APPLICATIONS_UPLOAD_MEGABYTES` allows."""


@dataclass(frozen=True, slots=True)
class Inspection:
    content_type: str
    sha256: str
    is_whole: bool


def inspect(upload: "File[bytes]") -> Inspection:
    """Sniffs and digests in one pass; raises `PaperRefused` for what nobody could open."""
    if upload.size > settings.APPLICATIONS_UPLOAD_MEGABYTES * 1024 * 1024:
        raise PaperTooLarge
    if upload.size == 0:
        raise PaperRefused("file", _("The file is empty."))
    content_type = sniffed(upload)
    upload.seek(0)
    sha256 = hashlib.file_digest(upload, "sha256").hexdigest()
    return Inspection(content_type, sha256, is_whole(upload, content_type))


def sniffed(upload: "File[bytes]") -> str:
    upload.seek(0)
    head = upload.read(HEAD)
    kind = "application/pdf" if head.startswith(b"%PDF-") else filetype.guess_mime(head)
    if kind not in TAKEN or (kind == "application/pdf" and not head.startswith(b"%PDF-")):
        kinds = ", ".join(TAKEN.values())
        raise PaperRefused(
            "file", _("Only these kinds of files are taken: %(kinds)s.") % {"kinds": kinds}
        )
    return str(kind)


def is_whole(upload: "File[bytes]", content_type: str) -> bool:
    ending, reach = ENDINGS.get(content_type, (b"", 0))
    upload.seek(max(0, upload.size - reach))
    return ending in upload.read(reach)


def plain_name(name: str) -> str:
    """The last part of a file name, without separators, control or direction characters."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(char for char in last if not unicodedata.category(char).startswith("C"))
    return visible.strip(" .")[-200:] or "document"


def attach(
    holder: Application | Draft, upload: "File[bytes]", *, paper: str, actor: Actor, at: datetime
) -> Document:
    """Takes a paper for a case (with an event) or a draft; damaged or repeated with a warning."""
    seen = inspect(upload)
    refuse_unknown_paper(holder, paper)
    document = Document(
        paper=paper,
        name=plain_name(upload.name or ""),
        size=upload.size,
        content_type=seen.content_type,
        sha256=seen.sha256,
        warnings=warnings(holder, seen),
        uploaded_by_id=actor.account,
        uploaded_at=at,
    )
    upload.seek(0)
    document.file.save("paper", upload, save=False)
    try:
        keep(document, holder, actor=actor, at=at)
    except BaseException:
        document.file.delete(save=False)
        raise
    return document


def keep(document: Document, holder: Application | Draft, *, actor: Actor, at: datetime) -> None:
    if isinstance(holder, Draft):
        document.draft = holder
        document.save()
        return
    document.application = holder
    facts = {"paper": document.paper, "size": document.size, "sha256": document.sha256}
    with transaction.atomic():
        lifecycle.attach(holder.pk, actor=actor, at=at, facts=facts)
        document.save()


def warnings(holder: Application | Draft, seen: Inspection) -> list[str]:
    found = []
    if not seen.is_whole:
        found.append("damaged")
    if holder.documents.filter(sha256=seen.sha256).exists():
        found.append("repeated")
    return found


def refuse_unknown_paper(holder: Application | Draft, paper: str) -> None:
    papers: Any = RequiredPaper.objects.filter(key=paper)
    if isinstance(holder, Application):
        known = papers.filter(version=holder.procedure_version_id)
    else:
        known = papers.filter(version__procedure=holder.procedure_id)
    if paper != OTHER_PAPER and not known.exists():
        raise PaperRefused("paper", _("This procedure asks for no paper with this key."))


#: The key for what no list foresees.
OTHER_PAPER = "other"


def refuse_long_body(length: int) -> None:
    """Before a byte is read; the margin is for the form around the file."""
    if length > settings.APPLICATIONS_UPLOAD_MEGABYTES * 1024 * 1024 + 64 * 1024:
        raise PaperTooLarge
