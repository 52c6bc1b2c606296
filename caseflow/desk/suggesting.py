"""Which deed comes next: what this role most likely does to a file that stands like this."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from caseflow.accounts.models import Role
from caseflow.applications.models import Event
from caseflow.applications.states import Outcome, State, Verb
from caseflow.applications.waiting import OVERTAKING


@dataclass(frozen=True, slots=True)
class Facts:
    """What beside the state decides."""

    #: What the officer proposed last and nobody has decided on yet; empty where nothing is.
    proposed: str = ""
    has_officer: bool = False
    #: Another agency was asked and has not answered.
    awaits_answer: bool = False


LIKELY: dict[tuple[str, str], Verb] = {
    (Role.CLERK, State.FILED): Verb.RECEIVE,
    (Role.CLERK, State.RECEIVED): Verb.START_REVIEW,
    (Role.CLERK, State.SUPPLEMENT_REQUESTED): Verb.SUPPLY,
    (Role.CLERK, State.PAYMENT_DUE): Verb.PAY,
    (Role.CLERK, State.ISSUED): Verb.RETURN_RESULT,
    (Role.OFFICER, State.RECEIVED): Verb.START_REVIEW,
    # Possible only while the correction of a result is asked for.
    (Role.LEADER, State.ISSUED): Verb.AMEND,
    (Role.LEADER, State.RETURNED): Verb.AMEND,
}
DECISIONS = {Outcome.APPROVED: Verb.APPROVE, Outcome.REJECTED: Verb.REJECT}
#: What ends the wait of a proposal for its decision.
SETTLING = (Verb.APPROVE, Verb.REJECT, *OVERTAKING)


def next_deed(role: str, state: str, facts: Facts, possible: Collection[Verb]) -> Verb | None:
    """One of the possible deeds; None where the next move is somebody else's."""
    likely = LIKELY.get((role, state))
    if state == State.IN_REVIEW:
        likely = next_in_review(role, facts)
    return likely if likely in possible else None


def next_in_review(role: str, facts: Facts) -> Verb | None:
    if role == Role.LEADER and facts.proposed:
        return DECISIONS.get(Outcome(facts.proposed))
    if role == Role.LEADER and not facts.has_officer:
        return Verb.ASSIGN
    if role == Role.OFFICER and not facts.proposed and not facts.awaits_answer:
        return Verb.PROPOSE
    return None


def proposal_in(events: Iterable[Event]) -> str:
    """The outcome that awaits a decision after these events."""
    proposed = ""
    for event in events:
        if event.verb == Verb.PROPOSE:
            proposed = str(event.payload.get("outcome", ""))
        elif event.verb in SETTLING:
            proposed = ""
    return proposed
