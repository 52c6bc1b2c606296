"""Proving the record: every chain is hashed again, and every case compared with its chain.

A fault names the file, the event and what differs. What was erased lawfully (applicant, form,
words) can no longer be compared; it is counted, not blamed.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import orjson
from django.db import transaction
from django.db.models import BigIntegerField, F, Func

from caseflow.applications import deadlines, evidence
from caseflow.applications.deadlines import Happening
from caseflow.applications.machine import SECONDS_OF_CLOCK
from caseflow.applications.models import Application, Event, Statement
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.replaying import Step, fact_differences
from caseflow.applications.rules import rules_of
from caseflow.applications.states import Verb
from caseflow.centers.calendars import working_time_of_version

BATCH = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DECLARED = (
    "applicant_identity",
    "applicant_name",
    "applicant_birth_date",
    "applicant_phone",
    "applicant_email",
    "applicant_address",
    "form",
)


class Fault(NamedTuple):
    number: str
    sequence: int | None
    what: str

    def __str__(self) -> str:
        place = "" if self.sequence is None else f" event {self.sequence}"
        return f"{self.number}{place}: {self.what}"


class Row(NamedTuple):
    """An event as it stands in the table."""

    id: int
    application_id: int
    sequence: int
    verb: str
    from_state: str
    to_state: str
    actor_id: int | None
    actor_role: str
    actor_unit: str
    origin: str
    content: str
    hash: str
    at: datetime
    recorded_at: datetime


class Link(NamedTuple):
    """A row, what its content says (nothing when it cannot be read), and the words said with it."""

    row: Row
    said: dict[str, Any] | None
    words: evidence.Words | None

    @property
    def payload(self) -> dict[str, Any]:
        return self.said["payload"] if self.said else {}


Chain = Sequence[Link]


@dataclass(slots=True)
class Verification:
    """Goes through cases, yields their faults and counts what it saw."""

    applications: int = 0
    events: int = 0
    erased: int = 0
    faults: int = 0

    def of(self, cases: ApplicationQuerySet) -> Iterator[Fault]:
        for batch in batches(cases):
            chains = chains_of(batch)
            for case in batch:
                yield from self.found(case, chains[case.pk])

    def found(self, case: Application, chain: Chain) -> list[Fault]:
        self.applications += 1
        self.events += len(chain)
        self.erased += erased_parts(case, chain)
        faults = list(faults_of(case, chain))
        if faults:
            # A deed may have come between reading the case and its events.
            faults = faults_standing_still(case.pk)
        self.faults += len(faults)
        return faults


def batches(cases: ApplicationQuerySet) -> Iterator[list[Application]]:
    rows, last = with_codes(cases).order_by("pk"), 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def with_codes(cases: ApplicationQuerySet) -> ApplicationQuerySet:
    """The chain speaks in codes, which outlive keys."""
    return cases.annotate(
        procedure_code=F("procedure__code"),
        version_number=F("procedure_version__number"),
        receiving_code=F("receiving_center__code"),
        deciding_code=F("deciding_agency__code"),
        returning_code=F("returning_center__code"),
    )


def chains_of(cases: Sequence[Application]) -> dict[int, list[Link]]:
    chains: dict[int, list[Link]] = defaultdict(list)
    events = Event.objects.filter(application__in=[case.pk for case in cases])
    rows = events.order_by("application", "sequence").values_list(
        *Row._fields[:-2], Microseconds("at"), Microseconds("recorded_at")
    )
    words = words_of([row[0] for row in rows])
    for *columns, at, recorded_at in rows:
        row = Row._make((*columns, instant(at), instant(recorded_at)))
        chains[row.application_id].append(Link(row, read(row.content), words.get(row.id)))
    return chains


def words_of(events: Sequence[int]) -> dict[int, evidence.Words]:
    """Those not erased; asked for apart, because a join reads the whole table for every batch."""
    kept = Statement.objects.filter(event__in=events, salt__gt="")
    rows = kept.values_list("event", "salt", "body")
    return {event: evidence.Words(salt, body) for event, salt, body in rows}


class Microseconds(Func):
    """An instant as a number, which is read ten times faster than as text."""

    template = "(extract(epoch FROM %(expressions)s) * 1000000)::bigint"
    output_field = BigIntegerField()


def instant(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def read(content: str) -> dict[str, Any] | None:
    try:
        said = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    readable = isinstance(said, dict) and isinstance(said.get("payload"), dict)
    return said if readable else None


def faults_standing_still(pk: int) -> list[Fault]:
    with transaction.atomic():
        rows = with_codes(Application.objects.filter(pk=pk))
        case = rows.select_for_update(of=("self",), no_key=True).get()
        return list(faults_of(case, chains_of([case])[pk]))


def faults_of(case: Application, chain: Chain) -> Iterator[Fault]:
    broken = [*chain_faults(case, chain), *head_faults(case, chain)]
    yield from broken
    yield from words_faults(case, chain)
    if not broken:
        yield from declared_faults(case, chain)
        # A broken chain proves nothing about the facts.
        steps = (Step(*link.row[2:6], link.row.at, link.payload) for link in chain)
        for sequence, what in fact_differences(case, steps):
            yield Fault(case.number, sequence, what)
        yield from time_faults(case, chain)


def time_faults(case: Application, chain: Chain) -> Iterator[Fault]:
    """Dates that their calendar does not give, and time that is on the wrong clock."""
    deeds = [Happening(*link.row[3:6], link.row.at, link.payload) for link in chain]
    rules = rules_of(case.procedure_version_id)
    for place, what in deadlines.date_differences(deeds, rules, working_time_of_version):
        yield Fault(case.number, place, what)
    # Another system says how long its case took, and not who was waited for.
    if deeds and deeds[0].verb == Verb.FILE:
        told = {clock: getattr(case, column) for clock, column in SECONDS_OF_CLOCK.items()}
        for what in deadlines.time_differences(deeds, told):
            yield Fault(case.number, None, what)


def chain_faults(case: Application, chain: Chain) -> Iterator[Fault]:
    previous, place = "", 1
    for link in chain:
        row = link.row
        if row.sequence != place:
            yield Fault(case.number, place, missing(place, row.sequence - 1))
            previous = link.said.get("previous", "") if link.said else ""
        if not as_written(case, link, previous):
            for what in differences(case, link, previous):
                yield Fault(case.number, row.sequence, what)
        previous, place = row.hash, row.sequence + 1


def missing(first: int, last: int) -> str:
    return "was removed" if first == last else f"was removed, and all up to event {last}"


def as_written(case: Application, link: Link, previous: str) -> bool:
    content = link.row.content.encode()
    return (
        link.said is not None
        and content == content_by_columns(case, link, previous)
        and evidence.digest(content) == link.row.hash
    )


def content_by_columns(case: Application, link: Link, previous: str) -> bytes:
    row = link.row
    return evidence.canonical_content(
        number=case.number,
        sequence=row.sequence,
        verb=row.verb,
        from_state=row.from_state,
        to_state=row.to_state,
        actor_id=row.actor_id,
        role=row.actor_role,
        unit=row.actor_unit,
        at=row.at,
        recorded_at=row.recorded_at,
        origin=row.origin,
        payload=link.payload,
        previous=previous,
    )


def differences(case: Application, link: Link, previous: str) -> Iterator[str]:
    if evidence.digest(link.row.content.encode()) != link.row.hash:
        yield "the content was changed: it does not give the hash of the event"
    if link.said is None:
        yield "the content cannot be read"
        return
    stands = orjson.loads(content_by_columns(case, link, previous))
    if link.said.get("previous") != stands.pop("previous"):
        yield "does not follow the event before it as that stands now"
    for key, value in stands.items():
        if link.said.get(key) != value:
            yield f"{key} is {value!r}, the content says {link.said.get(key)!r}"


def head_faults(case: Application, chain: Chain) -> Iterator[Fault]:
    last = chain[-1].row if chain else None
    stands = last.sequence if last else 0
    if stands < case.last_sequence:
        yield Fault(case.number, stands + 1, missing(stands + 1, case.last_sequence))
    elif stands > case.last_sequence:
        for extra in range(case.last_sequence + 1, stands + 1):
            yield Fault(case.number, extra, "was inserted: the case ends before it")
    elif last and last.hash != case.head_hash:
        yield Fault(case.number, stands, "is not the last event that the case names")


def words_faults(case: Application, chain: Chain) -> Iterator[Fault]:
    for link in chain:
        if link.words:
            kept = link.payload.get("said")
            if kept != evidence.salted_digest(link.words.body, link.words.salt):
                what = "the words are not those that were said"
                yield Fault(case.number, link.row.sequence, what)


def declared_faults(case: Application, chain: Chain) -> Iterator[Fault]:
    if case.declared_salt:
        declared = [link.payload["declared"] for link in chain if "declared" in link.payload]
        if declared[-1:] != [evidence.declared_digest(case)]:
            yield Fault(case.number, None, "applicant or form are not those that were declared")
    elif any(getattr(case, name) for name in DECLARED):
        yield Fault(case.number, None, "applicant or form cannot be proved: their salt is gone")


def erased_parts(case: Application, chain: Chain) -> int:
    """How many digests of the chain have lost what they were made of."""
    words = sum(1 for link in chain if "said" in link.payload and not link.words)
    return words + (not case.declared_salt and any("declared" in link.payload for link in chain))
