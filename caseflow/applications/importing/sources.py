"""From rows to the cases of the source: one at a time, in the order of their ids."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, Self

import orjson
from django.utils import timezone

from caseflow.applications.importing.mappings import Mapping
from caseflow.applications.importing.reading import Row
from caseflow.applications.importing.reporting import Report
from caseflow.applications.models import Application
from caseflow.applications.states import Channel

LONGEST_REFERENCE = Application._meta.get_field("source_reference").max_length


class RowRefused(Exception):
    """This row cannot be taken; the message says why."""


class Told(NamedTuple):
    """One row, understood: an activity, and what it says of its case."""

    case_id: str
    place: str
    activity: str
    at: datetime
    instance: str
    resource: str
    role: str
    channel: str
    start: datetime | None
    end: datetime | None
    due: datetime | None


@dataclass(slots=True)
class SourceCase:
    case_id: str
    reference: str
    channel: Channel
    start: datetime
    end: datetime | None
    due: datetime | None
    activities: list[Told] = field(default_factory=list)


@contextmanager
def gathered(
    rows: Iterable[Row], mapping: Mapping, report: Report
) -> Iterator[Iterator[SourceCase]]:
    """Reads the whole log, then gives its cases one by one.

    Rows of one case may stand anywhere in the log, so they are gathered on disk first.
    """
    with Spool() as spool:
        spool.add((told.case_id, [*told]) for told in understood_rows(rows, mapping, report))
        yield (
            assembled([unpacked(Told._make(row)) for row in told], mapping, report)
            for told in spool.cases()
        )


def understood_rows(rows: Iterable[Row], mapping: Mapping, report: Report) -> Iterator[Told]:
    for row in rows:
        try:
            yield understood(row, mapping)
        except RowRefused as refusal:
            report.refuse(row.place, str(refusal))


def understood(row: Row, mapping: Mapping) -> Told:
    if row.reason:
        raise RowRefused(row.reason)
    said = {key: row.values.get(name, "").strip() for key, name in mapping.columns.items()}
    for key in ("case", "activity", "time"):
        if not said[key]:
            raise RowRefused(f"no {key} ({mapping.columns[key]})")
    if any("\0" in value for value in said.values()):
        raise RowRefused("has a zero byte")
    if len(mapping.reference(said["case"])) > LONGEST_REFERENCE:
        raise RowRefused("the case id is too long")
    times = {key: instant(key, said.get(key, ""), mapping) for key in ("time", *CASE_TIMES)}
    texts: dict[str, Any] = {key: said.get(key, "") for key in CASE_TEXTS}
    return Told(
        case_id=said["case"],
        place=row.place,
        activity=mapping.activities.get(said["activity"], said["activity"]),
        at=times.pop("time"),
        **texts,
        **times,
    )


CASE_TIMES = ("start", "end", "due")
CASE_TEXTS = ("instance", "resource", "role", "channel")


def instant(key: str, text: str, mapping: Mapping) -> Any:
    """In the offset it was written with, or in the time zone of the mapping."""
    if not text:
        return None
    try:
        read = (
            datetime.strptime(text, mapping.time_format)  # noqa: DTZ007 (the zone comes next)
            if mapping.time_format
            else datetime.fromisoformat(text)
        )
        aware = read if read.tzinfo else read.replace(tzinfo=mapping.time_zone)
        aware.astimezone(UTC)
    except (ValueError, OverflowError):
        raise RowRefused(f"{key} {text!r} cannot be read ({mapping.columns[key]})") from None
    # Figures until today count on it that nothing was done later.
    if key != "due" and aware > timezone.now():
        raise RowRefused(f"{key} {text!r} lies in the future ({mapping.columns[key]})")
    return aware


def assembled(told: list[Told], mapping: Mapping, report: Report) -> SourceCase:
    first = told[0]
    activities = sorted(told, key=attrgetter("at"))
    case = SourceCase(
        case_id=first.case_id,
        reference=mapping.reference(first.case_id),
        channel=channel_of(first, mapping, report),
        start=first.start or activities[0].at,
        end=first.end,
        due=first.due,
        activities=activities,
    )
    note_oddities(case, told, report)
    report.counts["applications"] += 1
    report.counts["activities"] += len(activities)
    report.channels[case.channel] += 1
    report.counts["ended"] += case.end is not None
    report.counts["ended by the due date"] += bool(case.end and case.due and case.end <= case.due)
    return case


def channel_of(first: Told, mapping: Mapping, report: Report) -> Channel:
    if not first.channel:
        return mapping.channel
    if first.channel not in mapping.channels:
        report.odd("unknown channel", f"{first.case_id}: {first.channel}")
    return mapping.channels.get(first.channel, mapping.channel)


def note_oddities(case: SourceCase, told: list[Told], report: Report) -> None:
    note_odd_rows(case, told, report)
    if case.end and case.end < case.start:
        report.odd("cases that end before their start", case.case_id)
    if not told[0].start:
        report.odd("cases without a start", case.case_id)
    if len({row[7:] for row in told}) > 1:
        report.odd("cases whose rows disagree about them", case.case_id)


def note_odd_rows(case: SourceCase, told: list[Told], report: Report) -> None:
    seen = set()
    for row in told:
        place = f"{case.case_id} {row.place}"
        if case.end and row.at > case.end:
            report.odd("activities after the end", place)
        if row.at < case.start:
            report.odd("activities before the start", place)
        if row[2:] in seen:
            report.odd("rows that stand twice", place)
        seen.add(row[2:])


class Spool:
    """Rows on disk, so that a log of any size and order takes the same memory."""

    def __enter__(self) -> Self:
        # The empty name makes SQLite use a temporary file, gone with the connection.
        self.rows = sqlite3.connect("", isolation_level=None)
        self.rows.execute("CREATE TABLE told (case_id, content)")
        return self

    def __exit__(self, *_error: object) -> None:
        self.rows.close()

    def add(self, rows: Iterable[tuple[str, Any]]) -> None:
        """Each under the id of its case."""
        packed = ((case_id, orjson.dumps(row)) for case_id, row in rows)
        self.rows.execute("BEGIN")
        self.rows.executemany("INSERT INTO told VALUES (?, ?)", packed)
        self.rows.execute("COMMIT")

    def cases(self) -> Iterator[list[Any]]:
        """The rows of one case after the other, each case's in the order in which they came."""
        rows = self.rows.execute("SELECT case_id, content FROM told ORDER BY case_id, rowid")
        for _case, of_case in groupby(rows, key=itemgetter(0)):
            yield [orjson.loads(content) for _id, content in of_case]


def unpacked(told: Told) -> Told:
    written = {name: getattr(told, name) for name in ("at", *CASE_TIMES)}
    times: dict[str, Any] = {
        name: datetime.fromisoformat(text) for name, text in written.items() if text
    }
    return told._replace(**times)
