"""Reading the register: which lines a centre has in a period, page by page, whole, or printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from caseflow.centers.models import Agency
from caseflow.issuing import rendering
from caseflow.issuing.models import Book, RegisterEntry
from caseflow.issuing.register_lines import Key, Line, lines_of, printed
from caseflow.issuing.sources import moment

CHUNK = 1000
NEWEST_FIRST, AS_WRITTEN = ("-book_id", "-serial"), ("book_id", "serial")
NEEDED = (
    *("book", "serial", "received_at"),
    *("application__number", "application__state", "application__due_at"),
    *("application__returned_at", "application__finished_at"),
    *("application__applicant_name", "application__applicant_address"),
    *("application__applicant_phone", "application__applicant_email"),
    *("application__procedure__name", "application__deciding_agency__name"),
)


class TooManyLines(Exception):
    """A printed book has a last page; the limit is a setting."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: received at one centre in a period, both days included, of one field or all."""

    center: Agency
    first: date
    last: date
    field: str = ""

    @property
    def books(self) -> QuerySet[Book]:
        years = range(self.first.year, self.last.year + 1)
        books = Book.objects.filter(center=self.center, year__in=years)
        return books.filter(field=self.field) if self.field else books

    @property
    def entries(self) -> QuerySet[RegisterEntry]:
        keys = list(self.books.values_list("pk", flat=True))
        return RegisterEntry.objects.filter(
            book__in=keys,
            received_at__gte=midnight(self.first),
            received_at__lt=midnight(self.last + timedelta(days=1)),
        )


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def fields_of(center: Agency) -> list[str]:
    fields = Book.objects.filter(center=center).order_by("field").values_list("field", flat=True)
    return list(fields.distinct())


@dataclass(frozen=True, slots=True)
class Page:
    lines: list[Line]
    #: Keys of the neighbouring pages; None where there is none.
    after: Key | None
    before: Key | None


def page_of(
    wanted: Wanted, *, after: Key | None, before: Key | None, size: int, in_full: bool
) -> Page:
    """The newest lines of each book first; no page is slower than the first, nothing is counted."""
    key, order = (before, AS_WRITTEN) if before else (after, NEWEST_FIRST)
    found = entries_beyond(wanted, key, order, size + 1)
    has_more, found = len(found) > size, found[:size]
    if before:
        found.reverse()
    lines = lines_of(found, in_full=in_full)
    if not lines:
        return Page(lines, None, None)
    return Page(
        lines,
        after=lines[-1].key if has_more or before else None,
        before=lines[0].key if after or (before and has_more) else None,
    )


def entries_beyond(
    wanted: Wanted, key: Key | None, order: tuple[str, str], count: int
) -> list[RegisterEntry]:
    entries = wanted.entries.filter(key.beyond(order)) if key else wanted.entries
    related = entries.select_related(
        "book", "application__procedure", "application__deciding_agency"
    )
    needed = related.only("book__field", "book__year", *NEEDED)
    return list(needed.order_by(*order)[:count])


def every_line(wanted: Wanted, *, in_full: bool, language: str) -> Iterator[Line]:
    """As they were written, read by the thousand; the connection is free between two readings."""
    key: Key | None = None
    while found := entries_beyond(wanted, key, AS_WRITTEN, CHUNK):
        with override(language):
            lines = lines_of(found, in_full=in_full)
        yield from lines
        key = lines[-1].key


def printed_book(book: Book, wanted: Wanted, *, in_full: bool, at: datetime) -> bytes:
    """Form 07 of one book and period as PDF/A."""
    most = settings.ISSUING_REGISTER_PDF_LINES
    found = entries_beyond(wanted, None, AS_WRITTEN, most + 1)
    if len(found) > most:
        raise TooManyLines
    with override("vi"):
        rows = [list(map(printed, line.cells())) for line in lines_of(found, in_full=in_full)]
    center = wanted.center
    sheet = {
        "edition": rendering.EDITION,
        "number": "",
        "date": moment(at),
        "superior": center.parent.name if center.parent else "",
        "office": center.name,
        "place": center.unit.name,
        "demonstration": settings.CASEFLOW_DEMONSTRATION,
        "field": book.field,
        "year": book.year,
        "from": moment(midnight(wanted.first)),
        "to": moment(midnight(wanted.last)),
        "rows": rows,
    }
    return rendering.render("form_07", sheet)
