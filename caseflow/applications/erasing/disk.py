"""Files of erased cases leave the disk after the rows are committed, and are tried again."""

import logging
from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import F

from caseflow.applications.models import Erasure, FileToRemove

log = logging.getLogger(__name__)

AT_ONCE = 1000


def remove_files(*, at: datetime) -> int:
    """Of erased cases, also those that an earlier attempt left; how many are still there."""
    while files := list(FileToRemove.objects.order_by("tries", "pk")[:AT_ONCE]):
        if not remove(files, at=at):
            break
    return FileToRemove.objects.count()


def remove(files: list[FileToRemove], *, at: datetime) -> int:
    """How many are gone; a file that was gone already counts."""
    gone = [file for file in files if removed(file)]
    FileToRemove.objects.filter(pk__in=[file.pk for file in gone]).delete()
    done = Erasure.objects.filter(pk__in={file.erasure_id for file in files}, files=None)
    done.update(files_removed_at=at)
    return len(gone)


def removed(file: FileToRemove) -> bool:
    try:
        default_storage.delete(file.name)
    except OSError as error:
        log.warning("A file of an erased case stays for now: %s", type(error).__name__)
        FileToRemove.objects.filter(pk=file.pk).update(tries=F("tries") + 1)
        return False
    return True
