"""A report as tables: what the page, the files to download and the mails are all drawn from."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, overload
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from caseflow.reports.spans import duration

HUNDREDTH = Decimal("0.01")


class Kind(StrEnum):
    """What a column holds; durations are in seconds, rates in percent."""

    TEXT = "text"
    COUNT = "count"
    RATE = "rate"
    DURATION = "duration"
    INSTANT = "instant"
    #: Words about the others, which a letter leaves out.
    REMARK = "remark"
    #: An address of somebody else, of whom a page names the host.
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Column:
    title: Promise | str
    kind: Kind = Kind.TEXT

    @property
    def is_number(self) -> bool:
        return self.kind in (Kind.COUNT, Kind.RATE, Kind.DURATION)

    @property
    def exported_title(self) -> str:
        """A file has hours where a page has words."""
        return _("%(title)s (hours)") % {"title": self.title} if self.in_hours else str(self.title)

    @property
    def in_hours(self) -> bool:
        return self.kind == Kind.DURATION


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, and the address of what is behind it; None where there is nothing to tell."""

    value: object = None
    href: str = ""


class Lines(Sequence[Sequence[Cell]]):
    """Rows that are made of items as they are read, so that nobody makes what is not shown."""

    def __init__(self, items: Sequence[Any], line: Callable[[Any], Sequence[Cell]]) -> None:
        self.items, self.line = items, line

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, place: int) -> Sequence[Cell]: ...
    @overload
    def __getitem__(self, place: slice) -> "Lines": ...
    def __getitem__(self, place: int | slice) -> "Sequence[Cell] | Lines":
        found = self.items[place]
        return Lines(found, self.line) if isinstance(place, slice) else self.line(found)


@dataclass(frozen=True, slots=True)
class Printed:
    text: str
    href: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """`key` names it in addresses; `rows` may be read once only, where there are very many."""

    key: str
    title: Promise | str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    note: Promise | str = ""
    empty: Promise | str = ""
    #: The row below all others.
    total: Sequence[Cell] = field(default=())
    #: Rows that only the file to download has.
    left_out: int = 0

    def beginning(self, most: int) -> "Table":
        """With the first rows alone; what is read once only stays whole."""
        if not isinstance(self.rows, Sequence):
            return self
        return replace(self, rows=self.rows[:most], left_out=max(0, len(self.rows) - most))

    def printed_rows(self) -> list[list[Printed]]:
        return [self.printed_row(row) for row in self.rows]

    def printed_total(self) -> list[Printed]:
        return self.printed_row(self.total) if self.total else []

    def printed_row(self, row: Sequence[Cell]) -> list[Printed]:
        return [
            Printed(
                in_words(cell.value, column.kind), cell.href if cell.value else "", column.is_number
            )
            for column, cell in zip(self.columns, row, strict=True)
        ]

    def head(self) -> list[str]:
        return [column.exported_title for column in self.columns]

    def exported(self) -> Iterator[list[object]]:
        """Plain values for a file; the total is left to the spreadsheet."""
        for row in self.rows:
            pairs = zip(self.columns, row, strict=True)
            yield [in_file(cell.value, column.kind) for column, cell in pairs]

    def sentences(self, *, most: int) -> Iterator[str]:
        """The first rows as lines of a letter, the total before them."""
        rows = [*([self.total] if self.total else []), *self.rows]
        for row in rows[:most]:
            cells = zip(self.columns, self.printed_row(row), strict=True)
            told = [(column, cell.text) for column, cell in cells if column.kind != Kind.REMARK]
            (_column, name), *others = told
            yield f"- {name}: {'; '.join(f'{column.title}: {text}' for column, text in others)}"
        if len(rows) > most:
            yield _("and %(more)d more in the file") % {"more": len(rows) - most}


def in_words(value: object, kind: Kind) -> str:
    match value:
        case None:
            return _("not applicable") if kind == Kind.RATE else "–"
        case datetime():
            return f"{timezone.localtime(value, timezone.get_default_timezone()):%H:%M %d/%m/%Y}"
        case int() | float() | Decimal() if kind != Kind.TEXT:
            return number_in_words(value, kind)
        case str() if kind == Kind.LINK:
            return urlsplit(value).hostname or ""
        case _:
            return str(value)


def number_in_words(value: float | Decimal, kind: Kind) -> str:
    if kind == Kind.DURATION:
        return duration(float(value))
    if kind == Kind.RATE:
        return f"{number_format(value, 2)} %"
    return number_format(value, force_grouping=True)


def in_file(value: object, kind: Kind) -> object:
    if kind == Kind.DURATION and isinstance(value, int | float):
        return (Decimal(value) / 3600).quantize(HUNDREDTH)
    return str(value) if isinstance(value, Promise) else value
