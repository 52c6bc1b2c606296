"""Cases as process mining reads them: a trace per case, an event per deed.

An imported case begins with an event that no office did; what it says stands on the trace.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

import orjson
from django.db.models import QuerySet

from caseflow.accounts.models import Role
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Assistance, Channel, Origin, Verb
from caseflow.centers.models import CalendarVersion
from caseflow.eventlogs.facts import IMPORTED_CASE, CalendarName, shared
from caseflow.eventlogs.pseudonyms import Names

BATCH = 500
#: Attribute of a trace → where the case has it.
OF_CASE = {
    "procedure": "procedure__code",
    "version": "procedure_version__number",
    "channel": "channel",
    "assistance": "assistance",
    "receiving_center": "receiving_center__code",
    "deciding_agency": "deciding_agency__code",
    "returning_center": "returning_center__code",
    "origin": "origin",
    "state": "state",
    "outcome": "outcome",
    "filed_at": "filed_at",
    "received_at": "received_at",
    "due_at": "due_at",
    "finished_at": "finished_at",
    "returned_at": "returned_at",
}


class Row(NamedTuple):
    """An event as it stands in the table."""

    application_id: int
    sequence: int
    verb: str
    from_state: str
    to_state: str
    actor_id: int | None
    actor_role: str
    actor_unit: str
    at: datetime
    origin: str
    content: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One event. `activity` is the verb, or what an older system called it."""

    sequence: int
    activity: str
    verb: str
    from_state: str
    to_state: str
    at: datetime
    role: str
    unit: str
    #: The pseudonym of whoever of an office did it; citizens have none.
    resource: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trace:
    name: str
    attributes: Mapping[str, Any]
    #: How many events the chain has, so that a log that lost one cannot pass for whole.
    length: int
    deeds: Sequence[Deed]


def batches(cases: QuerySet[Application]) -> Iterator[list[int]]:
    """Their keys, rising; the whole list is never held."""
    keys = cases.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=BATCH)
    while batch := list(islice(keys, BATCH)):
        yield batch


def calendar_names() -> dict[int, CalendarName]:
    """Of every version ever published, in words that another database understands."""
    rows = CalendarVersion.objects.values_list(
        "pk", "calendar__agency__code", "calendar__unit__code", "number"
    )
    return {pk: (agency or unit or "", number) for pk, agency, unit, number in rows}


def traces_of(
    keys: Sequence[int], names: Names, calendars: Mapping[int, CalendarName]
) -> Iterator[Trace]:
    found = Application.objects.filter(pk__in=keys).order_by("pk")
    rows = list(found.values_list("pk", "number", "last_sequence", *OF_CASE.values()))
    chains = chains_of(keys)
    for pk, number, length, *values in rows:
        # What came between the two queries belongs to the next export.
        chain = [row for row in chains[pk] if row.sequence <= length]
        facts = dict(zip(OF_CASE, values, strict=True))
        yield trace(names.of_case(number), facts, chain, names, calendars)


def chains_of(keys: Sequence[int]) -> dict[int, list[Row]]:
    chains: dict[int, list[Row]] = defaultdict(list)
    rows = Event.objects.filter(application__in=keys).order_by("application", "sequence")
    for columns in rows.values_list(*Row._fields):
        row = Row._make(columns)
        chains[row.application_id].append(row)
    return chains


def trace(
    name: str,
    attributes: dict[str, Any],
    chain: Sequence[Row],
    names: Names,
    calendars: Mapping[int, CalendarName],
) -> Trace:
    deeds = [deed(row, names, calendars) for row in chain]
    if deeds and IMPORTED_CASE in deeds[0].facts:
        opening, *deeds = deeds
        attributes["opening"] = {"at": utc(opening.at), "unit": opening.unit, **opening.facts}
    told = {key: value for key, value in attributes.items() if value not in (None, "")}
    return Trace(name, told, len(chain), deeds)


def deed(row: Row, names: Names, calendars: Mapping[int, CalendarName]) -> Deed:
    payload = told_in_full(row, orjson.loads(row.content)["payload"])
    imported = row.verb == Verb.IMPORTED
    return Deed(
        sequence=row.sequence,
        activity=payload.get("activity", row.verb) if imported else row.verb,
        verb=row.verb,
        from_state=row.from_state,
        to_state=row.to_state,
        at=row.at,
        role=payload.get("role", row.actor_role) if imported else row.actor_role,
        unit=row.actor_unit,
        resource=resource(row, payload, names),
        facts=shared(payload, calendars),
    )


def told_in_full(row: Row, payload: dict[str, Any]) -> dict[str, Any]:
    """An early filing does not say whether its applicant was proven; where it was lived, its
    account said so, and elsewhere nobody could tell."""
    if row.verb == Verb.FILE and "identified" not in payload:
        own = payload["assistance"] == Assistance.SELF and payload["channel"] == Channel.ONLINE
        payload["identified"] = own and row.origin == Origin.LIVE
    return payload


def resource(row: Row, payload: Mapping[str, Any], names: Names) -> str:
    if row.verb == Verb.IMPORTED:
        return names.of_person(payload["resource"]) if payload.get("resource") else ""
    if row.actor_id is None or row.actor_role == Role.CITIZEN:
        return ""
    return names.of_person(str(row.actor_id))


def utc(at: datetime) -> str:
    """With all its microseconds: a rounded instant may be another second."""
    return at.astimezone(UTC).isoformat()
