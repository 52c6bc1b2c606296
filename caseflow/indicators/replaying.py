"""What a chain tells of its case: no column of the case is read, only what its events say.

It is written apart from the machine on purpose, so that each can prove the other.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from caseflow.applications.states import (
    FINISHED,
    OPEN,
    Assistance,
    Channel,
    Clock,
    Origin,
    Outcome,
    Source,
    State,
    Verb,
    clock_of,
)
from caseflow.indicators.days import office_day
from caseflow.indicators.measures import STEPS, Measure

Entry = Mapping[str, Any]
SECOND = timedelta(seconds=1)
#: Under this key stand the facts of a case that another system filed.
IMPORTED_CASE = "case"
#: Whose step it is while the agency's clock runs.
STEP_OF_STATE: dict[str, Measure] = {
    State.FILED: Measure.RECEPTION,
    State.RECEIVED: Measure.HANDOVER,
    State.IN_REVIEW: Measure.REVIEW,
    State.DECIDED: Measure.SIGNING,
}


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def facts_of(entry: Entry) -> Entry:
    """The payload; of an imported case, what stands in its place."""
    facts: Entry = entry["payload"].get(IMPORTED_CASE) or entry["payload"]
    return facts


@dataclass(slots=True)
class Told:
    """The countable facts of a case, as far as its events have been read."""

    number: str
    origin: str
    opening: Entry
    filed_at: datetime
    deciding: str
    state: str = State.DRAFT
    officer: int | None = None
    received_by: int | None = None
    reception_due_at: datetime | None = None
    received_at: datetime | None = None
    due_original_at: datetime | None = None
    due_at: datetime | None = None
    decided_at: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    answered_on: date | None = None
    rated_on: date | None = None
    outcome: str = ""
    ground: str = ""
    electronic: bool | None = None
    delivery: str = ""
    rating: int | None = None
    #: Single items of the rating.
    ratings: Mapping[str, int] = field(default_factory=dict)
    #: Papers asked for although they were in the document store.
    stored_papers_asked: int = 0
    amount_asked: int | None = None
    paid_online: bool | None = None
    late_reception: bool | None = None
    late_handover: bool | None = None
    answers_awaited: int = 0
    last_at: datetime | None = None
    papers: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    steps: dict[str, int] = field(default_factory=dict)
    #: Until when the file was held by whom.
    held: list[tuple[datetime, str]] = field(default_factory=list)

    @classmethod
    def by(cls, entries: Iterable[Entry]) -> "Told":
        remaining = iter(entries)
        first = next(remaining)
        facts = facts_of(first)
        told = cls(
            number=first["application"],
            origin=first["origin"],
            opening=facts,
            filed_at=instant(facts.get("filed_at")) or datetime.fromisoformat(first["at"]),
            deciding=facts["deciding_agency"],
        )
        told.take(first)
        for entry in remaining:
            told.take(entry)
        return told

    def take(self, entry: Entry) -> None:
        verb, at, facts = entry["verb"], datetime.fromisoformat(entry["at"]), facts_of(entry)
        if verb != Verb.IMPORTED:
            self.pass_time(entry["from"], at)
        self.done[verb] += 1
        if verb == Verb.RECEIVE:
            self.received_by = entry["actor"]
        self.settle_dates(verb, facts)
        if reading := READINGS.get(verb):
            reading(self, at, facts)
        if "officer" in facts:
            self.officer = facts["officer"]
        if "electronic" in facts:
            self.electronic = facts["electronic"]
        if entry["to"] in FINISHED and not self.finished_at:
            self.finished_at = at
        self.state, self.last_at = entry["to"], at
        if step := STEP_OF_STATE.get(self.state):
            self.steps.setdefault(step, 0)

    def pass_time(self, state: str, at: datetime) -> None:
        """Gives the whole seconds since the last event to clock and step."""
        clock = clock_of(state, consultations_open=self.answers_awaited)
        if clock is None:
            return
        passed = self.untold_seconds(at)
        self.seconds[clock] += passed
        step = STEP_OF_STATE[state] if clock == Clock.AGENCY else None
        if step:
            self.steps[step] = self.steps.get(step, 0) + passed
        self.held.append((at, step or clock))

    def untold_seconds(self, at: datetime) -> int:
        return (at - self.filed_at) // SECOND - self.seconds.total()

    def settle_dates(self, verb: str, facts: Entry) -> None:
        if facts.get("reception_due_at"):
            self.reception_due_at = instant(facts["reception_due_at"])
        if "due_at" in facts and (facts["due_at"] or verb == Verb.RECEIVE):
            self.due_at = instant(facts["due_at"])
            if verb in (Verb.RECEIVE, Verb.AGREE_EXTENSION, Verb.IMPORTED):
                self.due_original_at = self.due_at

    def answer(self, at: datetime, *, late: bool | None) -> None:
        """Of the reception clock; after a supplement it runs, and is answered, once more."""
        self.answered_on = self.answered_on or office_day(at)
        if late is None:
            late = bool(self.reception_due_at and at > self.reception_due_at)
        self.late_reception = bool(self.late_reception) or late

    def holder_at(self, due_at: datetime) -> str:
        """Who held the file at this instant; empty when its events do not reach that far."""
        return next((holder for until, holder in self.held if until > due_at), "")

    @property
    def late_at(self) -> str:
        if not self.due_at or (self.finished_at and self.finished_at <= self.due_at):
            return ""
        return self.holder_at(self.due_at)

    @property
    def held_by(self) -> str:
        if self.state not in OPEN or self.origin == Origin.IMPORTED:
            return ""
        clock = clock_of(self.state, consultations_open=self.answers_awaited)
        return STEP_OF_STATE[self.state] if clock == Clock.AGENCY else str(clock)

    @property
    def held_since(self) -> datetime | None:
        """Since when the present holder has the file."""
        holder = self.held_by
        if not holder:
            return None
        before = (until for until, other in reversed(self.held) if other != holder)
        return next(before, self.filed_at)

    @property
    def identified(self) -> bool:
        """Older events do not say; there the applicant's own account had proved who it was."""
        if "identified" in self.opening:
            return bool(self.opening["identified"])
        own = self.opening["assistance"] == Assistance.SELF and self.origin == Origin.LIVE
        return own and self.opening["channel"] == Channel.ONLINE

    @property
    def declared_otherwise(self) -> bool:
        """Of channel and assistance; what the sender did not say is no contradiction."""
        return any(
            self.opening.get(f"declared_{name}") not in (None, "", self.opening[name])
            for name in ("channel", "assistance")
        )

    def fee_due(self, *, by_rules: bool) -> bool:
        """What was asked for counts; where nothing was, whether the rules know a fee."""
        return by_rules if self.amount_asked is None else self.amount_asked > 0

    @property
    def files(self) -> int:
        return sum(self.papers[source] for source in (Source.UPLOAD, Source.SCAN, Source.REUSE))

    def step_seconds(self) -> dict[str, int | None]:
        steps: dict[str, int | None] = {step: self.steps.get(step) for step in STEPS}
        if self.returned_at and self.finished_at:
            steps[Measure.COLLECTION] = (self.returned_at - self.finished_at) // SECOND
        return steps


Reading = Callable[[Told, datetime, Entry], None]


def file(told: Told, _at: datetime, facts: Entry) -> None:
    told.papers.update(facts.get("papers_by_source", {}))


def attach(told: Told, _at: datetime, facts: Entry) -> None:
    # The first events of this kind did not say; all of them were uploads.
    told.papers[facts.get("source", Source.UPLOAD)] += 1


def receive(told: Told, at: datetime, facts: Entry) -> None:
    told.received_at = at
    told.answer(at, late=facts.get("late"))


def refuse(told: Told, at: datetime, facts: Entry) -> None:
    told.answer(at, late=facts.get("late"))


def request_supplement(told: Told, at: datetime, facts: Entry) -> None:
    told.stored_papers_asked += facts.get("asked_although_stored", 0)
    if told.received_at is None:
        told.answer(at, late=facts.get("late"))


def start_review(told: Told, _at: datetime, facts: Entry) -> None:
    told.late_handover = facts.get("late", told.late_handover)


def consult(told: Told, _at: datetime, _facts: Entry) -> None:
    told.answers_awaited += 1


def answer_consultation(told: Told, _at: datetime, _facts: Entry) -> None:
    told.answers_awaited -= 1


def request_payment(told: Told, _at: datetime, facts: Entry) -> None:
    told.amount_asked = facts["amount"]


def pay(told: Told, _at: datetime, facts: Entry) -> None:
    told.paid_online = facts["online"]


def approve(told: Told, at: datetime, _facts: Entry) -> None:
    told.outcome, told.decided_at = Outcome.APPROVED, at


def reject(told: Told, at: datetime, _facts: Entry) -> None:
    told.outcome, told.decided_at = Outcome.REJECTED, at


def revoke_decision(told: Told, _at: datetime, _facts: Entry) -> None:
    told.outcome, told.decided_at = "", None


def return_result(told: Told, at: datetime, facts: Entry) -> None:
    told.returned_at, told.delivery = at, facts.get("how", "")


def stop(told: Told, _at: datetime, facts: Entry) -> None:
    told.ground = facts.get("ground", "")


def transfer(told: Told, _at: datetime, facts: Entry) -> None:
    told.deciding, told.officer = facts["deciding_agency"], None


def rate(told: Told, at: datetime, facts: Entry) -> None:
    told.rating, told.rated_on = facts["rating"], office_day(at)
    told.ratings = facts.get("items", {})


def imported(told: Told, _at: datetime, facts: Entry) -> None:
    """An older system says when a case ended and was due, not who was waited for."""
    if facts.get("finished_at"):
        told.finished_at = datetime.fromisoformat(facts["finished_at"])
        told.seconds[Clock.AGENCY] += max(told.untold_seconds(told.finished_at), 0)


#: What is read of a deed besides its states and dates.
READINGS: dict[str, Reading] = {
    Verb(reading.__name__): reading
    for reading in (
        file,
        attach,
        receive,
        refuse,
        request_supplement,
        start_review,
        consult,
        answer_consultation,
        request_payment,
        pay,
        approve,
        reject,
        revoke_decision,
        return_result,
        stop,
        transfer,
        rate,
        imported,
    )
}
