"""Tables as files, streamed row by row, that a spreadsheet opens without harm."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.indicators import reading
from caseflow.indicators.counters import COUNTERS
from caseflow.issuing.spreadsheets import workbook
from caseflow.reports.selections import Selection
from caseflow.reports.tables import Kind, Table

#: Tells Excel that what follows is UTF-8.
BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: In characters, by what a column holds.
WIDTHS = {Kind.TEXT: 34, Kind.INSTANT: 17, Kind.REMARK: 80, Kind.LINK: 34}
WIDTH_OF_NUMBERS = 14


class Line:
    """What `csv` writes to: it hands each line back."""

    def write(self, text: str) -> str:
        return text


def csv_lines(head: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield BYTE_ORDER_MARK
    yield writer.writerow(map(harmless, head))
    for row in rows:
        yield writer.writerow(map(harmless, row))


def harmless(value: object) -> object:
    """A text that a spreadsheet would compute is marked as text."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def as_csv(table: Table) -> Iterator[bytes]:
    return (line.encode() for line in csv_lines(table.head(), table.exported()))


def as_xlsx(table: Table) -> Iterator[bytes]:
    """Texts are written as texts, never as formulas."""
    widths = [WIDTHS.get(column.kind, WIDTH_OF_NUMBERS) for column in table.columns]
    return workbook(str(table.title), table.head(), table.exported(), widths=widths)


@dataclass(frozen=True, slots=True)
class Format:
    content_type: str
    written: Callable[[Table], Iterator[bytes]]


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", as_csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}


def tally_table(selection: Selection) -> Iterator[str]:
    """Every row behind the report's sums: a day at a centre, by procedure."""
    titles = [counter.label for counter in COUNTERS]
    rows = reading.rows(
        selection.place, selection.first, selection.last, procedure=selection.procedure_id
    )
    head = [_("day"), _("centre code"), _("centre"), _("procedure code"), _("procedure"), *titles]
    return csv_lines(head, rows)
