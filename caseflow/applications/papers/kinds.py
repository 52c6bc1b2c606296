"""What a file really is, whatever its name says, and whether it may be taken."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import filetype
from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image

from caseflow.applications.papers import leafing
from caseflow.applications.papers.refusing import PaperRefused, PaperTooLarge

PDF = "application/pdf"
PHOTOGRAPHS = ("image/jpeg", "image/png")
#: Sniffed type → its name for people. Anything else is refused, whatever its file name says.
TAKEN = {
    PDF: "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
}
ENDINGS = {
    PDF: (b"%%EOF", 1024),
    "image/jpeg": (b"\xff\xd9", 64),
    "image/png": (b"IEND\xaeB`\x82", 64),
}
HEAD = 8192
# Pillow's own limit is a warning; ours is a setting, asked before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class Inspection:
    content_type: str
    sha256: str
    #: Null where they cannot be counted.
    pages: int | None
    #: "damaged" and "encrypted" papers are taken; the office sees the warning.
    warnings: tuple[str, ...]


def inspect(upload: "File[bytes]") -> Inspection:
    """Sniffs, digests and leafs through; raises `PaperRefused` for what nobody could open."""
    refuse_bad_size(upload.size)
    content_type = sniffed(upload)
    upload.seek(0)
    sha256 = hashlib.file_digest(upload, "sha256").hexdigest()
    is_whole = ends_well(upload, content_type)
    pages, fault = leaves(upload, content_type)
    found = {fault} if fault else set()
    if not is_whole:
        found.add("damaged")
    return Inspection(content_type, sha256, pages, tuple(sorted(found)))


def refuse_bad_size(size: int) -> None:
    if size > settings.APPLICATIONS_UPLOAD_MEGABYTES * 1024 * 1024:
        raise PaperTooLarge
    if size == 0:
        raise PaperRefused("file", _("The file is empty."))


def sniffed(upload: "File[bytes]") -> str:
    upload.seek(0)
    head = upload.read(HEAD)
    kind = PDF if head.startswith(b"%PDF-") else filetype.guess_mime(head)
    if kind not in TAKEN or (kind == PDF and not head.startswith(b"%PDF-")):
        kinds = ", ".join(TAKEN.values())
        raise PaperRefused(
            "file", _("Only these kinds of files are taken: %(kinds)s.") % {"kinds": kinds}
        )
    return str(kind)


def is_photograph(upload: "File[bytes]") -> bool:
    upload.seek(0)
    return filetype.guess_mime(upload.read(HEAD)) in PHOTOGRAPHS


def ends_well(upload: "File[bytes]", content_type: str) -> bool:
    ending, reach = ENDINGS.get(content_type, (b"", 0))
    upload.seek(max(0, upload.size - reach))
    return ending in upload.read(reach)


def leaves(upload: "File[bytes]", content_type: str) -> tuple[int | None, str]:
    """How many pages, or what hinders counting them."""
    if content_type == PDF:
        counted = leafing.page_count(upload)
        if isinstance(counted, str):
            return None, counted
        refuse_too_many_pages(counted)
        return counted, ""
    if content_type in PHOTOGRAPHS:
        return 1, refuse_bomb(upload)
    return None, ""


def refuse_too_many_pages(pages: int) -> None:
    most = settings.APPLICATIONS_PAPER_PAGES
    if pages > most:
        raise PaperRefused(
            "file",
            _("This PDF has %(pages)d pages; at most %(most)d are taken. Send it in parts.")
            % {"pages": pages, "most": most},
        )


def refuse_bomb(upload: "File[bytes]") -> str:
    """Reads only how large the picture says it is; "damaged" where it does not say."""
    upload.seek(0)
    try:
        width, height = Image.open(upload, formats=("JPEG", "PNG")).size
    except (OSError, ValueError, SyntaxError):
        return "damaged"
    most = settings.APPLICATIONS_PHOTO_MEGAPIXELS
    if width * height > most * 1_000_000:
        raise PaperRefused(
            "file",
            _("This picture is too large: at most %(most)d million pixels are taken.")
            % {"most": most},
        )
    return ""


def plain_name(name: str) -> str:
    """The last part of a file name, without separators, control or direction characters."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(char for char in last if not unicodedata.category(char).startswith("C"))
    return visible.strip(" .")[-200:] or "document"


def refuse_all_but_photographs(uploads: Sequence["File[bytes]"]) -> None:
    if len(uploads) > settings.APPLICATIONS_PHOTOS:
        raise PaperRefused(
            "file",
            _("At most %(most)d pictures make one paper; send the others as another.")
            % {"most": settings.APPLICATIONS_PHOTOS},
        )
    for upload in uploads:
        refuse_bad_size(upload.size)
        if not is_photograph(upload):
            raise PaperRefused("file", _("Several files make one paper only if all are pictures."))
        refuse_bomb(upload)
