import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db import InterfaceError, OperationalError, transaction

from caseflow.applications.erasing import disk
from caseflow.applications.erasing.erasers import Gone, erasers
from caseflow.applications.erasing.terms import Term, Terms, due
from caseflow.applications.models import Application, Erasure, FileToRemove

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Purge:
    """What a run did. `kept`: something of these files is not settled yet."""

    erased: int = 0
    files: int = 0
    kept: int = 0
    failed: int = 0
    left_on_disk: int = 0
    #: False where the time was over first.
    is_whole: bool = True


def purge(*, at: datetime, seconds: float | None = None) -> Purge:
    """Every file that is due, the longest ended first; one that fails stops no other."""
    done, terms = Purge(), Terms.in_force()
    until = monotonic() + seconds if seconds else None
    for key in keys_due(terms, at):
        attempt(key, terms, done, at=at)
        if until and monotonic() > until:
            done.is_whole = False
            break
    done.left_on_disk = disk.remove_files(at=at)
    return done


def count_due(*, at: datetime) -> int:
    return due(Terms.in_force(), at=at).count()


def keys_due(terms: Terms, at: datetime) -> Iterator[int]:
    """As they are at the beginning, so that those that stay are looked at once."""
    ended = due(terms, at=at).order_by("finished_at", "pk")
    return ended.values_list("pk", flat=True).iterator(chunk_size=1000)


def attempt(key: int, terms: Terms, done: Purge, *, at: datetime) -> None:
    try:
        erasure = erase(key, terms, at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is: the case stays whole, others go on)
        log.warning("File %s was not erased: %s", key, type(error).__name__)
        done.failed += 1
        return
    if erasure is None:
        done.kept += 1
        return
    done.erased += 1
    done.files += erasure.parts.get("disk", {}).get("files", 0)


def erase(key: int, terms: Terms, *, at: datetime) -> Erasure | None:
    """All of one case or nothing; None where it is not due any more, or not settled."""
    with transaction.atomic():
        held = due(terms, at=at).select_for_update(of=("self",), no_key=True, skip_locked=True)
        case = held.filter(pk=key).first()
        term = terms.of(case.procedure_id) if case else None
        if case is None or term is None:
            return None
        apps = erasers()
        if any(app.still_needs(case) for app in apps.values()):
            return None
        gone = {name: app.erase(case) for name, app in apps.items()}
        Application.objects.filter(pk=key).update(erased_at=at)
        return recorded(case, term, gone, at=at)


def recorded(case: Application, term: Term, gone: dict[str, Gone], *, at: datetime) -> Erasure:
    # A signed result and its signature name the same file.
    names = sorted({name for part in gone.values() for name in part.files})
    parts = {name: part.counts for name, part in gone.items() if part.counts}
    erasure: Erasure = Erasure.objects.create(
        application=case,
        erased_at=at,
        ended_at=case.finished_at or case.last_event_at,
        term_days=term.days,
        basis=term.basis,
        parts=parts | ({"disk": {"files": len(names)}} if names else {}),
        files_removed_at=None if names else at,
    )
    FileToRemove.objects.bulk_create(FileToRemove(erasure=erasure, name=name) for name in names)
    return erasure
