"""A table as an XLSX workbook (ECMA-376), streamed: neither the table nor the file is in memory.

Texts are written as texts, never as formulas, so that nothing people wrote is computed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from html import escape
from io import RawIOBase
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Whatever else may stand in a text, XML has no way to write these.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
PLAIN, HEAD, TEXT, INSTANT = range(4)
#: What spreadsheets count days from.
EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 (days of a spreadsheet have no zone)
ROWS_AT_ONCE = 200

PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="{title}" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>'
    '<xf fontId="1" applyFont="1"/><xf numFmtId="49" applyNumberFormat="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


class Outgoing(RawIOBase):
    """What the archive writes to; what was written is taken away piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.pieces.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        whole = b"".join(self.pieces)
        self.pieces.clear()
        return whole


def workbook(
    title: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, widths: Sequence[int]
) -> Iterator[bytes]:
    """`widths` of the columns in characters."""
    outgoing = Outgoing()
    with ZipFile(outgoing, "w", ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(part(name), PROLOGUE + text.replace("{title}", written(title)[:31]))
        with archive.open(part("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            begin(sheet, head, widths)
            for place, row in enumerate(rows, start=2):
                sheet.write(line(place, row).encode())
                if place % ROWS_AT_ONCE == 0:
                    yield outgoing.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield outgoing.taken()


def part(name: str) -> ZipInfo:
    """With a fixed date, so that the same table gives the same file."""
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    return info


def begin(sheet: IO[bytes], head: Sequence[str], widths: Sequence[int]) -> None:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
    opening = f'<worksheet xmlns="{MAIN}">{view}<cols>{columns}</cols><sheetData>'
    titles = "".join(text_cell(title, HEAD) for title in head)
    sheet.write(f'{PROLOGUE}{opening}<row r="1">{titles}</row>'.encode())


def line(place: int, row: Sequence[object]) -> str:
    return f'<row r="{place}">{"".join(map(cell, row))}</row>'


def cell(value: object) -> str:
    match value:
        case None | "":
            return "<c/>"
        case int() | float() | Decimal():
            return f'<c s="{PLAIN}"><v>{value}</v></c>'
        case datetime():
            since = timezone.make_naive(value, timezone.get_default_timezone()) - EPOCH
            return f'<c s="{INSTANT}"><v>{since.total_seconds() / 86400:.6f}</v></c>'
        case _:
            return text_cell(str(value), TEXT)


def text_cell(text: str, style: int) -> str:
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{written(text)}</t></is></c>'


def written(text: str) -> str:
    return escape(UNWRITABLE.sub("", text), quote=True)
