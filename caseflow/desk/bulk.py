"""One deed on many files: each in a transaction of its own, each with its outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.permissions import may
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Verb


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Application
    #: Empty when it was done.
    refusal: str = ""


def perform_on_each(
    verb: Verb, numbers: Sequence[str], *, actor: Actor, at: datetime, forbidden: str
) -> list[Outcome]:
    """In the order given; numbers of files the actor may not see are passed over."""
    visible = Application.objects.visible_to(actor).filter(number__in=numbers)
    cases = {case.number: case for case in visible.select_related("procedure").defer("form")}
    return [
        outcome(verb, cases[number], actor=actor, at=at, forbidden=forbidden)
        for number in dict.fromkeys(numbers)
        if number in cases
    ]


def outcome(
    verb: Verb, case: Application, *, actor: Actor, at: datetime, forbidden: str
) -> Outcome:
    if not may(actor, verb, case):
        return Outcome(case, forbidden)
    try:
        lifecycle.VERBS[verb](case.pk, actor=actor, at=at)
    except DeedRefused as refused:
        return Outcome(case, str(refused))
    return Outcome(case)
