"""The register of received files (form 07): one book per centre, field of government and year.

A file's serial is its place among the receptions of its book in the order of the log. It is given
once, kept for ever, and the same log gives the same serials again.
"""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from caseflow.applications.models import Application, Event, Job
from caseflow.applications.states import Origin, Verb
from caseflow.issuing.models import Book, RegisterEntry
from caseflow.issuing.sources import office_time
from caseflow.issuing.states import FOLLOWER


def place_of(case: Application) -> dict[str, Any] | None:
    """Where a file stands in the register; None for one that was received elsewhere."""
    entry = RegisterEntry.objects.select_related("book").filter(application=case).first()
    if entry is None:
        return None
    return {"field": entry.book.field, "year": entry.book.year, "serial": str(entry.serial)}


@transaction.atomic
def enter(event: Event) -> RegisterEntry:
    """The line of the file that was received; who was received before it is entered before it."""
    case = event.application
    book = locked_book(case, year=office_time(event.at).year)
    if kept := RegisterEntry.objects.filter(application=case).first():
        return kept
    for earlier in [*received_before(event, book), event]:
        book.last += 1
        entry = RegisterEntry.objects.create(
            book=book,
            serial=book.last,
            application_id=earlier.application_id,
            received_at=earlier.at,
        )
    book.save(update_fields=["last"])
    return entry


def locked_book(case: Application, *, year: int) -> Book:
    keys: dict[str, Any] = {
        "center": case.receiving_center,
        "field": case.procedure.field,
        "year": year,
    }
    Book.objects.get_or_create(**keys)
    return Book.objects.select_for_update(no_key=True).get(**keys)


def received_before(event: Event, book: Book) -> list[Event]:
    """Receptions of the book that the log has before this one and no worker has come to yet."""
    place = Q(event__transaction_id=event.transaction_id, event__pk__lt=event.pk)
    jobs = Job.objects.filter(
        Q(event__transaction_id__lt=event.transaction_id) | place,
        follower=FOLLOWER,
        done_at=None,
        event__verb=Verb.RECEIVE,
        event__origin=Origin.LIVE,
        event__at__gte=first_moment(book.year),
        event__at__lt=first_moment(book.year + 1),
        event__application__receiving_center=book.center_id,
        event__application__procedure__field=book.field,
    )
    entered = RegisterEntry.objects.values("application")
    waiting = jobs.exclude(event__application__in=entered).select_related("event")
    return [job.event for job in waiting.order_by("event__transaction_id", "event__pk")]


def first_moment(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=timezone.get_default_timezone()).astimezone(UTC)
