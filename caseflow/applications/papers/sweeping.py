"""What is left behind: uploads nobody finished, files whose row was never written."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from caseflow.applications.models import Document, PartialUpload
from caseflow.applications.papers import pieces
from citizens.models import StoredDocument

#: Longer than any filing takes between the file and its row.
YOUNG = timedelta(days=1)
STORES: dict[str, QuerySet[Any]] = {
    "documents": Document.objects.all(),
    "stored": StoredDocument.objects.all(),
}


def sweep(*, at: datetime) -> int:
    """How many were removed; safe at any time and beside anything."""
    return discard_expired(at=at) + remove_stray_pieces(at=at) + remove_orphans(at=at)


def discard_expired(*, at: datetime) -> int:
    """Abandoned uploads; one that is still being sent to ends with its next piece."""
    expired = list(PartialUpload.objects.filter(expires_at__lte=at))
    for upload in expired:
        pieces.discard(upload)
    return len(expired)


def remove_stray_pieces(*, at: datetime) -> int:
    """Of accounts that were closed while they sent."""
    known = {upload.hex for upload in PartialUpload.objects.values_list("reference", flat=True)}
    strays = [path for path in pieces.received() if path.name not in known]
    old = [path for path in strays if path.stat().st_mtime < (at - YOUNG).timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def remove_orphans(*, at: datetime) -> int:
    """Stored files older than a day that no row names."""
    removed = 0
    for folder, rows in STORES.items():
        for names in old_files(folder, before=at - YOUNG):
            named = set(rows.filter(file__in=names).values_list("file", flat=True))
            for name in names - named:
                default_storage.delete(name)
                removed += 1
    return removed


def old_files(store: str, *, before: datetime) -> Iterator[set[str]]:
    """By folder of the store, so that no list grows with the whole store."""
    if not default_storage.exists(store):
        return
    for folder in default_storage.listdir(store)[0]:
        place = f"{store}/{folder}"
        names = {f"{place}/{name}" for name in default_storage.listdir(place)[1]}
        yield {name for name in names if default_storage.get_modified_time(name) < before}
