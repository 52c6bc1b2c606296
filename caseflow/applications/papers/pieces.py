"""Files that arrive in pieces and lose nothing on a broken line (the tus protocol, version 1.0).

The row says how many bytes are safe; what lies beyond in the file is overwritten by who goes on.
One connection sends at a time: it holds the row for some seconds after each sign of life, so that
a connection that broke without a word does not block the next one for long.
"""

import fcntl
import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from caseflow.applications.models import PartialUpload
from caseflow.applications.papers import kinds
from caseflow.applications.papers.refusing import (
    ChecksumDiffers,
    QuotaReached,
    UploadBusy,
    UploadGone,
    UploadUnfinished,
    WrongOffset,
)

PIECE = 256 * 1024
MEGABYTE = 1024 * 1024
ALGORITHMS = ("sha256", "sha1")


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Checksum:
    """Of one piece, as its sender computed it; the algorithm is one of `ALGORITHMS`."""

    algorithm: str
    digest: bytes


def begin(*, owner: int, length: int, name: str, at: datetime) -> PartialUpload:
    """Raises `PaperTooLarge`, `PaperRefused` for an empty file, or `QuotaReached`."""
    kinds.refuse_bad_size(length)
    with transaction.atomic():
        # The account's row orders two beginnings of the same account.
        get_user_model().objects.select_for_update(no_key=True).get(pk=owner)
        under_way = PartialUpload.objects.filter(owner=owner, expires_at__gt=at)
        announced = under_way.aggregate(Sum("length"))["length__sum"] or 0
        if announced + length > settings.APPLICATIONS_UPLOADS_MEGABYTES * MEGABYTE:
            raise QuotaReached
        return PartialUpload.objects.create(
            owner_id=owner,
            length=length,
            name=kinds.plain_name(name),
            expires_at=at + timedelta(hours=settings.APPLICATIONS_UPLOAD_HOURS),
        )


def under_way(reference: uuid.UUID, *, owner: int, at: datetime) -> PartialUpload:
    """Nobody but its owner finds an upload."""
    found = PartialUpload.objects.filter(reference=reference, owner=owner, expires_at__gt=at)
    upload: PartialUpload | None = found.first()
    if upload is None:
        raise UploadGone
    return upload


def receive(
    upload: PartialUpload,
    stream: Stream,
    *,
    offset: int,
    length: int,
    checksum: Checksum | None = None,
) -> int:
    """Takes a piece that begins at `offset`; where the next one begins.

    A line that breaks keeps what came before; a piece with a checksum is kept whole or not at all.
    """
    with sending(upload, offset=offset) as sender:
        room = min(length, upload.length - offset)
        if checksum:
            return sender.take_checked(stream, room, checksum)
        for piece in pieces_of(stream, room):
            sender.take(piece)
    return sender.offset


def pieces_of(stream: Stream, length: int) -> Iterator[bytes]:
    while length:
        try:
            piece = stream.read(min(PIECE, length))
        except OSError:
            # The line broke. What was read before is kept, and the sender asks where to go on.
            return
        if not piece:
            return
        length -= len(piece)
        yield piece


@dataclass(slots=True)
class Sender:
    """One connection that holds an upload; writes only while it does."""

    pk: int
    path: Path
    name: uuid.UUID
    offset: int

    def take(self, piece: bytes, *, is_safe: bool = True) -> None:
        with self.path.open("r+b") as file:
            # Whoever took the upload over waits here until these bytes are written, and
            # overwrites them; whoever lost it writes nothing more.
            fcntl.flock(file, fcntl.LOCK_EX)
            self.renew()
            file.seek(self.offset)
            file.write(piece)
            file.flush()
            self.offset += len(piece)
            if is_safe:
                self.renew(offset=self.offset)

    def take_checked(self, stream: Stream, length: int, checksum: Checksum) -> int:
        begun, seen = self.offset, hashlib.new(checksum.algorithm, usedforsecurity=False)
        for piece in pieces_of(stream, length):
            seen.update(piece)
            self.take(piece, is_safe=False)
        if seen.digest() != checksum.digest:
            self.offset = begun
            raise ChecksumDiffers
        self.renew(offset=self.offset)
        return self.offset

    def renew(self, **columns: int) -> None:
        held = PartialUpload.objects.filter(pk=self.pk, sender=self.name)
        if not held.update(busy_until=timezone.now() + lease(), **columns):
            raise UploadBusy

    def let_go(self) -> None:
        held = PartialUpload.objects.filter(pk=self.pk, sender=self.name)
        held.update(sender=None, busy_until=None)


def lease() -> timedelta:
    return timedelta(seconds=settings.APPLICATIONS_UPLOAD_LEASE_SECONDS)


@contextmanager
def sending(upload: PartialUpload, *, offset: int) -> Iterator[Sender]:
    """Of two that resume at once one goes on; the other gets `UploadBusy` or `WrongOffset`."""
    sender = Sender(upload.pk, path_of(upload), uuid.uuid4(), offset)
    now = timezone.now()
    is_free = Q(busy_until=None) | Q(busy_until__lt=now)
    mine = PartialUpload.objects.filter(is_free, pk=upload.pk, offset=offset)
    if not mine.update(sender=sender.name, busy_until=now + lease()):
        upload.refresh_from_db()
        raise WrongOffset(upload.offset) if upload.offset != offset else UploadBusy
    try:
        sender.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sender.path.touch(mode=0o600)
        yield sender
    finally:
        sender.let_go()


@contextmanager
def whole(reference: uuid.UUID, *, owner: int, at: datetime) -> Iterator["File[bytes]"]:
    """The complete file, for as long as it is worked with; then it is gone from here.

    An exception leaves it where it was.
    """
    upload = under_way(reference, owner=owner, at=at)
    if not upload.is_whole:
        raise UploadUnfinished
    with sending(upload, offset=upload.length) as sender, sender.path.open("rb") as content:
        yield File(content, upload.name)
        discard(upload)


def discard(upload: PartialUpload) -> None:
    """The row last: what is interrupted in between is found again by the sweep."""
    path_of(upload).unlink(missing_ok=True)
    upload.delete()


def path_of(upload: PartialUpload) -> Path:
    return Path(settings.CASEFLOW_UPLOADS_DIR) / upload.reference.hex


def received() -> list[Path]:
    folder = Path(settings.CASEFLOW_UPLOADS_DIR)
    return list(folder.iterdir()) if folder.is_dir() else []
