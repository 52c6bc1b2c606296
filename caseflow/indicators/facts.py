"""The facts of cases, read anew from their whole chains: doing it twice changes nothing."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from django.db.models import Q

from caseflow.applications.models import Event
from caseflow.applications.states import RatedItem, Source, Verb
from caseflow.indicators.days import office_day
from caseflow.indicators.models import Fact
from caseflow.indicators.reference import Reference
from caseflow.indicators.replaying import Told

#: The columns of the table, in the order in which rows are written.
COLUMNS = tuple(field.attname for field in Fact._meta.concrete_fields)
Row = tuple[Any, ...]
pick = itemgetter(*COLUMNS)


@dataclass(frozen=True, slots=True)
class Cases:
    """Some cases by key, or all between two keys, both included; None is without an end."""

    keys: Collection[int] | None = None
    first: int | None = None
    last: int | None = None
    #: These are left out.
    but: Collection[int] = ()

    def among(self, column: str) -> Q:
        bounds = {"in": self.keys, "gte": self.first, "lte": self.last}
        asked = {name: bound for name, bound in bounds.items() if bound is not None}
        found = Q(**{f"{column}__{name}": bound for name, bound in asked.items()})
        return found & ~Q(**{f"{column}__in": self.but}) if self.but else found


def read(cases: Cases, reference: Reference, *, until: datetime | None = None) -> Iterator[Row]:
    """The rows of these cases, by key; of what was recorded before an instant where it is given.

    The log is read as a stream, whatever its length.
    """
    events = Event.objects.filter(cases.among("application_id"))
    if until:
        events = events.filter(recorded_at__lt=until)
    rows = events.order_by("application_id", "sequence").values_list("application_id", "content")
    streamed: Iterable[tuple[int, str]] = rows.iterator(chunk_size=5000)
    for case, chain in groupby(streamed, key=itemgetter(0)):
        yield row_of(case, Told.by(orjson.loads(content) for _case, content in chain), reference)


def row_of(case: int, told: Told, reference: Reference) -> Row:
    found = offices_of(told, reference) | of_the_filing(told, reference) | of_the_handling(told)
    found |= dates_of(told) | times_of(told)
    row: Row = pick(found | {"application_id": case})
    return row


def offices_of(told: Told, reference: Reference) -> dict[str, Any]:
    opening = told.opening
    receiving = opening["receiving_center"]
    return {
        "receiving_center_id": reference.offices[receiving],
        "deciding_agency_id": reference.offices[told.deciding],
        "returning_center_id": reference.offices[opening["returning_center"]],
        "decided_elsewhere": told.deciding != reference.behind[receiving],
        "officer_id": told.officer,
    }


def of_the_filing(told: Told, reference: Reference) -> dict[str, Any]:
    opening = told.opening
    code, version = opening["procedure"], opening["version"]
    level, has_fee = reference.versions.get((code, version), ("", False))
    return {
        "number": told.number,
        "origin": told.origin,
        "procedure_id": reference.procedures[code],
        "version": version,
        "online_level": opening.get("online_level", level),
        "returns_document": opening["returns_document"],
        "channel": opening["channel"],
        "assistance": opening["assistance"],
        "identified": told.identified,
        "from_counter_device": bool(opening.get("device")),
        "with_code": bool(opening.get("help")),
        "declared_otherwise": told.declared_otherwise,
        "objections": told.done[Verb.OBJECT],
        "fee_due": told.fee_due(by_rules=has_fee),
    }


def of_the_handling(told: Told) -> dict[str, Any]:
    papers = told.papers
    ratings = {f"rating_{item}": told.ratings.get(item) for item in RatedItem}
    return ratings | {
        "state": told.state,
        "outcome": told.outcome,
        "ground": told.ground,
        "electronic_result": told.electronic,
        "delivery": told.delivery,
        "paid_online": told.paid_online,
        "papers": told.files,
        "reused_papers": papers[Source.REUSE] + papers[Source.DATA],
        "store_papers": papers[Source.REUSE],
        "paper_moves": told.done[Verb.SEND_PAPER],
        "certified_copies": told.done[Verb.CERTIFY_COPY],
        "supplement_requests": told.done[Verb.REQUEST_SUPPLEMENT],
        "stored_papers_asked": told.stored_papers_asked,
        "extended": told.done[Verb.EXTEND] > 0,
        "late_reception": told.late_reception,
        "late_handover": told.late_handover,
        "rating": told.rating,
        "late_at": told.late_at,
        "held_by": told.held_by,
        "received_by_id": told.received_by,
    }


def dates_of(told: Told) -> dict[str, Any]:
    names = ("filed", "received", "due_original", "due", "finished", "returned")
    instants = {name: getattr(told, f"{name}_at") for name in names}
    found: dict[str, Any] = {f"{name}_at": at for name, at in instants.items()}
    found |= {f"{name}_on": at and office_day(at) for name, at in instants.items()}
    return found | {
        "decided_at": told.decided_at,
        "reception_due_at": told.reception_due_at,
        "answered_on": told.answered_on,
        "held_on": told.held_since and office_day(told.held_since),
        "rated_on": told.rated_on,
    }


def times_of(told: Told) -> dict[str, Any]:
    clocks = ("agency", "citizen", "other_agency", "payment")
    times: dict[str, Any] = {f"{clock}_seconds": told.seconds[clock] for clock in clocks}
    return times | {f"{step}_seconds": passed for step, passed in told.step_seconds().items()}
