"""Reading one of our own exports, XES or CSV: its rows, gathered and put into order by case."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from caseflow.applications.importing.reading import Row
from caseflow.applications.importing.reporting import Report
from caseflow.applications.importing.sources import RowRefused, Spool
from caseflow.applications.models import Event
from caseflow.applications.states import State, Verb

COLUMNS = {
    "case": "case:concept:name",
    "activity": "concept:name",
    "time": "time:timestamp",
    "length": "case:caseflow:length",
    "sequence": "caseflow:sequence",
    "verb": "caseflow:verb",
    "from": "caseflow:from",
    "to": "caseflow:to",
    "facts": "caseflow:facts",
}
#: These a row may leave out.
OPTIONAL = {
    "opening": "case:caseflow:opening",
    "role": "org:role",
    "unit": "org:group",
    "resource": "org:resource",
}
#: Longer than any name we give.
LONGEST_NAME = 100
LIMITS = {
    "case": LONGEST_NAME,
    "resource": LONGEST_NAME,
    "unit": Event._meta.get_field("actor_unit").max_length or 0,
}


class Deed(NamedTuple):
    """One row, understood. `length` is how many events the chain of its case has."""

    case_id: str
    length: int
    sequence: int
    activity: str
    verb: str
    from_state: str
    to_state: str
    at: datetime
    role: str
    unit: str
    resource: str
    facts: dict[str, Any]
    #: Of a case that an older system filed: what is told of it before its first activity.
    opening: dict[str, Any]


@contextmanager
def gathered(rows: Iterable[Row], report: Report) -> Iterator[Iterator[list[Deed]]]:
    """Reads the whole log, then gives it case by case, each in the order of its chain."""
    with Spool() as spool:
        spool.add((deed.case_id, [*deed]) for deed in understood_rows(rows, report))
        yield (in_order([unpacked(row) for row in of_case]) for of_case in spool.cases())


def understood_rows(rows: Iterable[Row], report: Report) -> Iterator[Deed]:
    for row in rows:
        try:
            yield understood(row)
        except RowRefused as refusal:
            report.refuse(row.place, str(refusal))


def understood(row: Row) -> Deed:
    if row.reason:
        raise RowRefused(row.reason)
    said = {key: row.values.get(name, "") for key, name in {**COLUMNS, **OPTIONAL}.items()}
    refuse_unfit(said)
    return Deed(
        case_id=said["case"],
        length=number("length", said["length"]),
        sequence=number("sequence", said["sequence"]),
        activity=plain(said["activity"]),
        verb=said["verb"],
        from_state=said["from"],
        to_state=said["to"],
        at=instant(said["time"]),
        role=plain(said["role"]),
        unit=plain(said["unit"]),
        resource=said["resource"],
        facts=facts("facts", said["facts"]),
        opening=opening(said["opening"]),
    )


def refuse_unfit(said: dict[str, str]) -> None:
    for key, name in COLUMNS.items():
        if not said[key]:
            raise RowRefused(f"no {key} ({name})")
    for key, most in LIMITS.items():
        if len(said[key]) > most:
            raise RowRefused(f"{key} is too long")
    if any("\0" in value for value in said.values()):
        raise RowRefused("has a zero byte")


def number(key: str, text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise RowRefused(f"{key} {text!r} is no number")
    return int(text)


def instant(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
        read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise RowRefused(f"time {text!r} cannot be read") from None
    if read.tzinfo is None:
        raise RowRefused(f"time {text!r} names no offset")
    return read


def facts(key: str, text: str) -> dict[str, Any]:
    try:
        read = orjson.loads(text)
    except orjson.JSONDecodeError:
        read = None
    if not isinstance(read, dict):
        raise RowRefused(f"{key} is no JSON object")
    return read


def opening(text: str) -> dict[str, Any]:
    if not text:
        return {}
    told = facts("opening", text)
    instant(str(told.get("at", "")))
    if not isinstance(told.get("case"), dict):
        raise RowRefused("opening tells nothing of its case")
    return told


def plain(text: str) -> str:
    """As it was before a table marked it as text, so that no spreadsheet computes it."""
    return text[1:] if text.startswith("'") else text


def unpacked(row: Sequence[Any]) -> Deed:
    deed = Deed._make(row)
    return deed._replace(at=datetime.fromisoformat(str(deed.at)))


def in_order(deeds: list[Deed]) -> list[Deed]:
    deeds.sort(key=lambda deed: deed.sequence)
    first = deeds[0]
    return [opening_deed(first), *deeds] if first.opening else deeds


def opening_deed(first: Deed) -> Deed:
    """The event with which the chain of an imported case begins."""
    told = first.opening
    ended = told["case"].get("finished_at")
    return first._replace(
        sequence=1,
        activity=Verb.IMPORTED,
        verb=Verb.IMPORTED,
        from_state=State.DRAFT,
        to_state=State.RETURNED if ended else State.IN_REVIEW,
        at=instant(told["at"]),
        unit=str(told.get("unit", ""))[: LIMITS["unit"]],
        resource="",
        facts={"case": told["case"]},
    )
