"""Reading an event log row by row: CSV or XES (IEEE 1849), either of them gzipped.

A row is what one activity says, with what its case says under keys that begin with `case:`.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

GZIP = b"\x1f\x8b"
ATTRIBUTES = {"string", "date", "int", "float", "boolean", "id"}


class LogRefused(Exception):
    """The file is no event log that this mapping fits; nothing of it is taken."""


class Row(NamedTuple):
    """Where it stands, and what it says; a row that cannot be read says why instead."""

    place: str
    values: Mapping[str, str]
    reason: str = ""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == GZIP
            raw.seek(0)
            if not packed:
                yield raw
                return
            with gzip.open(raw) as unpacked:
                yield io.BufferedReader(unpacked)
    except (OSError, EOFError, zlib.error) as error:
        raise LogRefused(f"{path} cannot be read: {error}") from error


def rows(path: Path, *, columns: Mapping[str, str], delimiter: str) -> Iterator[Row]:
    with opened(path) as file:
        if is_xml(file):
            yield from xes_rows(file)
        else:
            yield from csv_rows(file, columns=columns, delimiter=delimiter)


def is_xml(file: BinaryIO) -> bool:
    start = file.peek(512)[:512] if hasattr(file, "peek") else b""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def csv_rows(file: BinaryIO, *, columns: Mapping[str, str], delimiter: str) -> Iterator[Row]:
    # Bytes that are no UTF-8 survive until the row that has them can be refused.
    with io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        read = lines(reader)
        header, _reason = next(read, ([], ""))
        for key, name in columns.items():
            if name not in header:
                raise LogRefused(f"columns.{key}: the file has no column {name!r}")
        for line, reason in read:
            if line or reason:
                yield csv_row(header, line, reason, place=f"line {reader.line_num}")


def lines(reader: Iterator[list[str]]) -> Iterator[tuple[list[str], str]]:
    """Each line, or why it could not be read; the next one is tried all the same."""
    while True:
        try:
            yield next(reader), ""
        except StopIteration:
            return
        except csv.Error as error:
            yield [], str(error)


def csv_row(header: list[str], line: list[str], reason: str, *, place: str) -> Row:
    if reason:
        return Row(place, {}, reason)
    if len(line) != len(header):
        return Row(place, {}, f"{len(line)} fields instead of {len(header)}")
    try:
        "".join(line).encode()
    except UnicodeEncodeError:
        return Row(place, {}, "is not UTF-8")
    return Row(place, dict(zip(header, line, strict=True)))


def xes_rows(file: BinaryIO) -> Iterator[Row]:
    """Trace by trace; what was read is let go of, so the size of the log does not matter."""
    traces = 0
    try:
        for element, within in finished(file):
            traces += within
            name = f"trace {traces}" if within else "event outside of any trace"
            yield from trace_rows(element, name)
    except ParseError as error:
        yield Row(f"line {error.position[0]}", {}, f"the XML ends here: {error.msg}")
    except DefusedXmlException as error:
        raise LogRefused(f"the XML declares what a log does not need: {error}") from error


def finished(file: BinaryIO) -> Iterator[tuple[Element, bool]]:
    """Each trace once it is whole, and events that stand in none."""
    parser = iterparse(file, events=("start", "end"), forbid_dtd=True)
    _start, root = next(parser)
    if tag(root) != "log":
        raise LogRefused(f"the file is XML, but <{tag(root)}> is no XES log")
    in_trace = False
    for moment, element in parser:
        is_trace = tag(element) == "trace"
        if is_trace and moment == "start":
            in_trace = True
        elif moment == "end" and (is_trace or (tag(element) == "event" and not in_trace)):
            yield element, is_trace
            in_trace = False
            root.clear()


def trace_rows(element: Element, name: str) -> Iterator[Row]:
    if tag(element) == "event":
        yield Row(name, dict(attributes(element)))
        return
    case = {f"case:{key}": value for key, value in attributes(element)}
    events = [child for child in element if tag(child) == "event"]
    for position, event in enumerate(events, 1):
        yield Row(f"{name} event {position}", {**case, **dict(attributes(event))})
    if not events:
        yield Row(name, {}, "has no event")


def attributes(element: Element) -> Iterator[tuple[str, str]]:
    for child in element:
        if tag(child) in ATTRIBUTES:
            yield child.get("key", ""), child.get("value", "")


def tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
