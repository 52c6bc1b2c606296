"""What a chain says of its case: the machine's own transitions, run again on a plain object."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from inspect import signature
from typing import Any, NamedTuple, cast

from caseflow.applications.machine import CaseMachine
from caseflow.applications.models import Application
from caseflow.applications.states import Verb


class Step(NamedTuple):
    sequence: int
    verb: str
    from_state: str
    to_state: str
    at: datetime
    payload: Mapping[str, Any]


class Rule(NamedTuple):
    """A transition without its guard: what it does, and between which states."""

    body: Callable[..., str | None]
    parameters: tuple[str, ...]
    targets: Mapping[str, tuple[str, ...]]


def rule_of(verb: Verb) -> Rule:
    method = getattr(CaseMachine, verb)
    targets = {
        source: targets_of(source, transition.target)
        for source, transition in method._django_fsm.transitions.items()
    }
    body = method.__wrapped__
    return Rule(body, tuple(signature(body).parameters)[1:], targets)


def targets_of(source: str, target: Any) -> tuple[str, ...]:
    if target is None:
        return (source,)
    return tuple(getattr(target, "allowed_states", (target,)))


RULES = {verb: rule_of(verb) for verb in Verb}
BLANK = {field.attname: field.get_default() for field in CaseMachine._meta.local_fields}
# Fixed by the first event: its key → what the case has to show for it.
OPENING = {
    "procedure": "procedure_code",
    "version": "version_number",
    "channel": "channel",
    "assistance": "assistance",
    "receiving_center": "receiving_code",
    "deciding_agency": "deciding_code",
    "returning_center": "returning_code",
}
CHAIN = ("last_sequence", "head_hash")
COMPARED = (*(name for name in BLANK if name not in CHAIN), *OPENING.values(), "officer_id")


class Replay:
    """Stands in for the case; has the facts of `CaseMachine` and whatever the first event fixed."""

    def __init__(self) -> None:
        vars(self).update(BLANK, officer_id=None, **dict.fromkeys(OPENING.values()))

    def take(self, step: Step) -> str | None:
        """Does the deed again; an answer says why the machine would have refused it."""
        rule = RULES.get(cast(Verb, step.verb))
        here = vars(self)["state"]
        if rule is None or step.from_state != here or here not in rule.targets:
            return f"{step.verb} is not possible while the case is {here}"
        told = step.payload.get("case") or step.payload
        self.pass_time(step, told)
        arrived = rule.body(self, **arguments(rule, step.at, told))
        if step.to_state not in ((arrived,) if arrived else rule.targets[here]):
            return f"{step.verb} does not lead from {here} to {step.to_state}"
        vars(self)["state"] = step.to_state
        self.settle_offices(step.verb, told)
        return None

    def pass_time(self, step: Step, told: Mapping[str, Any]) -> None:
        facts = vars(self)
        if facts["filed_at"] is None:
            facts["filed_at"] = instant(told.get("filed_at")) or step.at
            facts.update((name, told.get(key)) for key, name in OPENING.items())
        elif step.verb != Verb.IMPORTED:
            CaseMachine.advance_clock(cast(CaseMachine, self), step.at)
        facts["last_event_at"] = step.at

    def untold_seconds(self, at: datetime) -> int:
        seconds: int = CaseMachine.untold_seconds(cast(CaseMachine, self), at)
        return seconds

    def settle_offices(self, verb: str, told: Mapping[str, Any]) -> None:
        if verb == Verb.TRANSFER:
            vars(self).update(deciding_code=told.get("deciding_agency"), officer_id=None)
        if "officer" in told:
            vars(self)["officer_id"] = told["officer"]


def arguments(rule: Rule, at: datetime, told: Mapping[str, Any]) -> dict[str, Any]:
    """A verb's facts bear the names of its transition's parameters."""
    return {name: at if name == "at" else value_of(name, told) for name in rule.parameters}


def value_of(name: str, told: Mapping[str, Any]) -> Any:
    return instant(told.get(name)) if name.endswith("_at") else told.get(name)


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def fact_differences(case: Application, steps: Iterable[Step]) -> Iterator[tuple[int | None, str]]:
    """Where the case says something else than its events; the sequence for an impossible deed."""
    replay = Replay()
    for step in steps:
        if refusal := replay.take(step):
            yield step.sequence, refusal
            return
    stands, said = vars(case), vars(replay)
    for name in COMPARED:
        if stands[name] != said[name]:
            yield None, f"{name} is {shown(stands[name])}, the events say {shown(said[name])}"


def shown(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
