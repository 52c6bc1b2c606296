import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from time import monotonic

from django.db import InterfaceError, OperationalError, transaction

from caseflow.applications.erasing import disk
from caseflow.applications.erasing.case import close
from caseflow.applications.erasing.erasers import Cases, Gone, erasers
from caseflow.applications.erasing.terms import Terms, due
from caseflow.applications.models import Application, Erasure, FileToRemove

log = logging.getLogger(__name__)

#: So many cases share a transaction and its statements.
AT_ONCE = 100


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

    @property
    def goes_on(self) -> bool:
        """Where nothing of a slice could go, the next would look at the same files again."""
        return bool(self.erased) and not self.is_whole


def purge(*, at: datetime, seconds: float | None = None) -> Purge:
    """Every file that is due, the longest ended first; one that fails stops no other."""
    done, terms = Purge(), Terms.in_force()
    until = monotonic() + seconds if seconds else None
    keys = keys_due(terms, at)
    while batch := list(islice(keys, AT_ONCE)):
        attempt(batch, terms, done, at=at)
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


def attempt(keys: Sequence[int], terms: Terms, done: Purge, *, at: datetime) -> None:
    """All at once, or one by one where anything is wrong with one of them."""
    try:
        erasures = erase(keys, terms, at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is: the case stays whole, others go on)
        fault = type(error).__name__
    else:
        done.erased += len(erasures)
        done.kept += len(keys) - len(erasures)
        done.files += sum(erasure.parts.get("disk", {}).get("files", 0) for erasure in erasures)
        return
    if len(keys) == 1:
        log.warning("File %s was not erased: %s", keys[0], fault)
        done.failed += 1
        return
    for key in keys:
        attempt([key], terms, done, at=at)


def erase(keys: Sequence[int], terms: Terms, *, at: datetime) -> list[Erasure]:
    """All of each case or nothing; those that are not due any more, or not settled, stay."""
    with transaction.atomic():
        held = due(terms, at=at).select_for_update(of=("self",), no_key=True, skip_locked=True)
        found, apps = list(held.filter(pk__in=keys).defer("form")), erasers()
        unsettled = set[int]().union(*(app.unsettled(found) for app in apps.values()))
        cases = [case for case in found if case.pk not in unsettled]
        gone = {name: app.erase(cases) for name, app in apps.items()}
        close(cases, at=at)
        return recorded(cases, terms, gone, at=at)


def recorded(
    cases: Cases, terms: Terms, gone: Mapping[str, Gone], *, at: datetime
) -> list[Erasure]:
    files = {case.pk: files_of(case, gone) for case in cases}
    erasures: list[Erasure] = Erasure.objects.bulk_create(
        Erasure(
            application=case,
            erased_at=at,
            ended_at=case.finished_at or case.last_event_at,
            term_days=terms.of(case.procedure_id).days,
            basis=terms.of(case.procedure_id).basis,
            parts=parts_of(case, gone, files[case.pk]),
            files_removed_at=None if files[case.pk] else at,
        )
        for case in cases
    )
    FileToRemove.objects.bulk_create(
        FileToRemove(erasure=erasure, name=name)
        for erasure in erasures
        for name in files[erasure.pk]
    )
    return erasures


def files_of(case: Application, gone: Mapping[str, Gone]) -> list[str]:
    """A signed result and its signature name the same file."""
    return sorted({name for part in gone.values() for name in part.files.get(case.pk, ())})


def parts_of(
    case: Application, gone: Mapping[str, Gone], files: Sequence[str]
) -> dict[str, dict[str, int]]:
    counts = {name: dict(part.counts.get(case.pk, {})) for name, part in gone.items()}
    counts["disk"] = {"files": len(files)} if files else {}
    return {name: count for name, count in counts.items() if count}
