"""Taking one of our own exports: every deed is told again with its verb, instant and facts.

The machine's own transitions are run on it, so what no chain of ours can say is refused, a case at
a time. What is not exported (words, people, documents) is not there afterwards; every figure is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, Self

from django.db import connection, transaction

from caseflow.applications import history
from caseflow.applications.actors import SYSTEM, Actor
from caseflow.applications.filing import filing_day
from caseflow.applications.importing.own_log import Deed
from caseflow.applications.importing.reporting import Report
from caseflow.applications.models import Application
from caseflow.applications.numbering import next_numbers
from caseflow.applications.replaying import BLANK, CHAIN, Replay, Step
from caseflow.applications.states import (
    RATINGS,
    Assistance,
    Channel,
    Origin,
    RatedItem,
    Verb,
)
from caseflow.applications.stories import Story
from caseflow.centers.models import Agency, CalendarVersion
from procedures.models import ProcedureVersion
from procedures.states import VersionState

BATCH = 500
#: What of a case follows from running its chain.
FACTS = tuple(name for name in BLANK if name not in CHAIN)
CALENDARS = ("calendar", "correction_calendar")
#: The document itself stays where it was made.
NO_RESULT = {"reference": "", "digest": ""}
WITH_RESULT = (Verb.ISSUE, Verb.REISSUE)
LONGEST_ROLE = 20


class CaseRefused(Exception):
    """No chain of ours says this, or not with the offices and procedures known here."""


@dataclass(frozen=True, slots=True)
class Places:
    """What the codes of a log mean here."""

    agencies: Mapping[str, Agency]
    versions: Mapping[tuple[str, int], ProcedureVersion]
    calendars: Mapping[tuple[str, int], int]

    @classmethod
    def here(cls) -> Self:
        published = ProcedureVersion.objects.exclude(state=VersionState.DRAFT)
        slim = published.select_related("procedure").defer("raw", "form_schema", "form_example")
        calendars = CalendarVersion.objects.values_list(
            "calendar__agency__code", "calendar__unit__code", "number", "pk"
        )
        return cls(
            {agency.code: agency for agency in Agency.objects.all()},
            {(version.procedure.code, version.number): version for version in slim},
            {(agency or unit or "", number): pk for agency, unit, number, pk in calendars},
        )

    def agency(self, code: str | None) -> Agency:
        if code is None or code not in self.agencies:
            raise CaseRefused(f"there is no agency {code!r} here")
        return self.agencies[code]

    def version(self, code: str, number: int) -> ProcedureVersion:
        if (code, number) not in self.versions:
            raise CaseRefused(f"there is no published version {number!r} of {code!r} here")
        return self.versions[code, number]

    def payload(self, deed: Deed) -> dict[str, Any]:
        """The facts of the event, in the keys of this database."""
        told = {name: value for name, value in deed.facts.items() if name not in CALENDARS}
        for name in CALENDARS:
            owner, number = deed.facts.get(name) or ("", 0)
            if (owner, number) in self.calendars:
                told[name] = self.calendars[owner, number]
        if deed.verb in WITH_RESULT:
            told |= NO_RESULT
        if deed.verb == Verb.IMPORTED and deed.activity != Verb.IMPORTED:
            named = {"activity": deed.activity, "resource": deed.resource, "role": deed.role}
            told |= {name: value for name, value in named.items() if value}
        return told


@dataclass(slots=True)
class Retold:
    """A case of the log, proved to be one that our machine can have made."""

    deeds: Sequence[Deed]
    reference: str
    version: ProcedureVersion
    receiving: Agency
    #: Who decided when it was filed, and gave the number.
    first_deciding: Agency
    deciding: Agency
    returning: Agency
    payloads: Sequence[Mapping[str, Any]]
    facts: Mapping[str, Any]
    channel: str
    assistance: str

    @classmethod
    def of(cls, deeds: Sequence[Deed], source: str, places: Places) -> Self:
        """Raises `CaseRefused`."""
        refuse_incomplete(deeds)
        try:
            payloads = [places.payload(deed) for deed in deeds]
            end = replayed(deeds, payloads)
            opening = payloads[0].get("case") or payloads[0]
            return cls(
                deeds=deeds,
                reference=f"{source}/{deeds[0].case_id}",
                version=places.version(opening["procedure"], opening["version"]),
                receiving=places.agency(end["receiving_code"]),
                first_deciding=places.agency(opening["deciding_agency"]),
                deciding=places.agency(end["deciding_code"]),
                returning=places.agency(end["returning_code"]),
                payloads=payloads,
                facts={name: end[name] for name in FACTS},
                channel=Channel(end["channel"]),
                assistance=Assistance(end["assistance"]),
            )
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
            raise CaseRefused(f"its facts cannot be read ({error})") from error

    @property
    def filing_day(self) -> date:
        return filing_day(self.facts["filed_at"])

    def story(self, number: str, recorded_at: datetime) -> Story:
        case = Application(
            number=number,
            procedure=self.version.procedure,
            procedure_version=self.version,
            receiving_center=self.receiving,
            deciding_agency=self.deciding,
            returning_center=self.returning,
            origin=Origin.IMPORTED,
            channel=self.channel,
            assistance=self.assistance,
            source_reference=self.reference,
        )
        story = Story(case, recorded_at)
        for deed, payload in zip(self.deeds, self.payloads, strict=True):
            # The replay has proved each step; the row itself stands at the end of all.
            vars(case).update(state=deed.to_state)
            verb, actor = Verb(deed.verb), actor_of(deed)
            story.append(verb, from_state=deed.from_state, payload=payload, actor=actor, at=deed.at)
        vars(case).update(self.facts)
        return story


def refuse_incomplete(deeds: Sequence[Deed]) -> None:
    length = deeds[-1].length
    there = {deed.sequence for deed in deeds}
    missing = next((number for number in range(1, length + 1) if number not in there), None)
    if missing:
        raise CaseRefused(f"event {missing} of {length} is missing or was refused")
    if len(deeds) != length:
        raise CaseRefused(f"it has {len(deeds)} rows instead of {length}")


def replayed(deeds: Sequence[Deed], payloads: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    replay = Replay()
    for deed, payload in zip(deeds, payloads, strict=True):
        if deed.verb == Verb.RATE:
            refuse_other_ratings(payload.get("items", {}))
        step = Step(deed.sequence, deed.verb, deed.from_state, deed.to_state, deed.at, payload)
        if refusal := replay.take(step):
            raise CaseRefused(f"event {deed.sequence}: {refusal}")
    end = vars(replay)
    flags = {end["electronic_result"], end["paid_online"]}
    if not flags <= {None, True, False} or end["rating"] not in (None, 1, 2, 3, 4, 5):
        raise CaseRefused("a fact has no value that it may have")
    for at in filter(lambda fact: isinstance(fact, datetime), end.values()):
        if at.tzinfo is None:
            raise CaseRefused(f"{at} names no offset")
        # Beyond the first and the last year there is no such instant.
        at.astimezone(UTC)
    return end


def refuse_other_ratings(items: Mapping[str, Any]) -> None:
    by_the_scale = all(type(stars) is int and stars in RATINGS for stars in items.values())
    if not by_the_scale or not {*items} <= {*RatedItem.values}:
        raise CaseRefused("it rates what cannot be rated, or not by the scale")


def actor_of(deed: Deed) -> Actor:
    """The role and the office; who it was is known where it was done."""
    role = SYSTEM if deed.verb == Verb.IMPORTED else deed.role[:LONGEST_ROLE]
    return Actor(user_id=None, role=role, unit=deed.unit)


@dataclass(frozen=True, slots=True)
class Retelling:
    """One run: under which name its cases are kept, and where it reports."""

    source: str
    report: Report
    at: datetime
    places: Places = field(default_factory=Places.here)

    def take(self, cases: Iterable[Sequence[Deed]], *, dry_run: bool) -> None:
        """What is known already stays as it is."""
        remaining = iter(cases)
        while batch := list(islice(remaining, BATCH)):
            with transaction.atomic():
                self.wait_for_other_imports()
                new = self.new(list(self.retold(batch)))
                if not dry_run:
                    history.write_batch(list(self.stories(new)))

    def wait_for_other_imports(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [self.source])

    def retold(self, batch: Sequence[Sequence[Deed]]) -> Iterator[Retold]:
        for deeds in batch:
            try:
                told = Retold.of(deeds, self.source, self.places)
            except CaseRefused as refusal:
                self.report.refuse(f"case {deeds[0].case_id}", str(refusal))
            else:
                self.count(told)
                yield told

    def count(self, told: Retold) -> None:
        counts, ended, due = self.report.counts, told.facts["finished_at"], told.facts["due_at"]
        counts["applications"] += 1
        counts["activities"] += len(told.deeds)
        counts["ended"] += ended is not None
        counts["ended by the due date"] += bool(ended and due and ended <= due)
        self.report.channels[told.channel] += 1

    def new(self, told: Sequence[Retold]) -> list[Retold]:
        rows = Application.objects.filter(source_reference__in=[case.reference for case in told])
        known = set(rows.values_list("source_reference", flat=True))
        new = [case for case in told if case.reference not in known]
        self.report.counts["applications added"] += len(new)
        self.report.counts["activities added"] += sum(len(case.deeds) for case in new)
        return new

    def stories(self, told: Sequence[Retold]) -> Iterator[Story]:
        """Numbered in the order of agencies and days, so that nobody waits crosswise."""
        wanted: dict[tuple[int, date], list[Retold]] = defaultdict(list)
        for case in told:
            wanted[case.first_deciding.pk, case.filing_day].append(case)
        for (_agency, day), cases in sorted(wanted.items(), key=lambda item: item[0]):
            numbers = next_numbers(cases[0].first_deciding, day, len(cases))
            for case, number in zip(cases, numbers, strict=True):
                yield case.story(number, self.at)
