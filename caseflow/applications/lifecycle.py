"""The verbs. Each one: lock the case, let the machine move it, append the event, hint followers.

The subject of a verb is a saved case by its key, or a `Story` that is only told.
Who may do a deed is asked at the door (`permissions`); whether it is possible is asked here.
`at` is when the deed was done. Every verb returns the case as it then stands and raises
`DeedRefused` where the machine or a rule says no; nothing is half done.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from caseflow.applications import deadlines, evidence, following
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.refusals import DeedRefused, refuse_bad_form, refuse_unless_possible
from caseflow.applications.states import Delivery, Outcome, Verb
from caseflow.applications.stories import Story, Subject
from caseflow.centers.calendars import working_time_for
from caseflow.centers.models import Agency
from procedures.models import ProcedureVersion


@dataclass(slots=True)
class Deed:
    """A verb under way: the locked case, its instant, facts for the chain, words said with it."""

    case: Application
    at: datetime
    facts: dict[str, Any] = field(default_factory=dict)
    said: object = None


@contextmanager
def opened(subject: Subject) -> Iterator[tuple[Application, Callable[..., object]]]:
    """The case, and how its next event is added: saved under a lock, or only told."""
    if isinstance(subject, Story):
        yield subject.case, subject.append
        return
    with transaction.atomic():
        case = Application.objects.lock(subject)
        yield case, partial(evidence.append, case)
        following.hint_after_commit()


@contextmanager
def deed(verb: Verb, subject: Subject, *, actor: Actor, at: datetime) -> Iterator[Deed]:
    with opened(subject) as (case, append):
        refuse_unless_possible(case, verb)
        came_from = case.state
        # Whoever waited for the lock acts after the one who held it, whatever their clocks said.
        under_way = Deed(case, max(at, case.last_event_at))
        case.advance_clock(under_way.at)
        yield under_way
        append(
            verb,
            from_state=came_from,
            payload=under_way.facts,
            said=under_way.said,
            actor=actor,
            at=under_way.at,
        )


@lru_cache(maxsize=4096)
def rules_of(version_id: int) -> ProcedureVersion:
    """The time limit of a version under which cases were filed; such a version never changes."""
    limits = ("state", "limit_amount", "limit_unit", "limit_cutoff")
    return ProcedureVersion.objects.only(*limits).get(pk=version_id)


def settlement_term(case: Application, *, accepted_at: datetime) -> dict[str, Any]:
    """The facts of the due date: the instant, and the calendar version it was counted with."""
    calendar = working_time_for(case.deciding_agency_id)
    rules = rules_of(case.procedure_version_id)
    term = deadlines.settlement(rules, calendar, accepted_at)
    return {"due_at": term.due_at if term else None, "calendar": calendar.version}


def receive(subject: Subject, *, actor: Actor, at: datetime) -> Application:
    with deed(Verb.RECEIVE, subject, actor=actor, at=at) as done:
        done.facts = settlement_term(done.case, accepted_at=done.at)
        done.case.receive(at=done.at, due_at=done.facts["due_at"])
    return done.case


def refuse(subject: Subject, *, actor: Actor, at: datetime, reason: str) -> Application:
    with deed(Verb.REFUSE, subject, actor=actor, at=at) as done:
        done.said = {"reason": reason}
        done.case.refuse(at=done.at)
    return done.case


def request_supplement(
    subject: Subject, *, actor: Actor, at: datetime, items: list[dict[str, str]]
) -> Application:
    with deed(Verb.REQUEST_SUPPLEMENT, subject, actor=actor, at=at) as done:
        done.facts = {"items": len(items), "defects": sorted(item["defect"] for item in items)}
        done.said = {"items": items}
        done.case.request_supplement()
    return done.case


def supply(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    text: str = "",
    form: Mapping[str, Any] | None = None,
) -> Application:
    """Back to where the supplement was requested; a corrected form replaces the declared one."""
    with deed(Verb.SUPPLY, subject, actor=actor, at=at) as done:
        case = done.case
        if case.received_at:
            done.facts = settlement_term(case, accepted_at=done.at)
        if form is not None:
            refuse_bad_form(rules_of(case.procedure_version_id), form)
            case.form = dict(form)
            case.declared_salt = evidence.new_salt()
            done.facts["declared"] = evidence.declared_digest(case)
        done.said = {"text": text} if text else None
        case.supply(due_at=done.facts.get("due_at"))
    return case


def start_review(
    subject: Subject, *, actor: Actor, at: datetime, officer: int | None = None
) -> Application:
    with deed(Verb.START_REVIEW, subject, actor=actor, at=at) as done:
        done.case.start_review()
        if officer is not None:
            done.case.officer_id = done.facts["officer"] = officer
    return done.case


def propose(
    subject: Subject, *, actor: Actor, at: datetime, outcome: Outcome, text: str
) -> Application:
    with deed(Verb.PROPOSE, subject, actor=actor, at=at) as done:
        done.facts = {"outcome": outcome}
        done.said = {"text": text}
        done.case.propose()
    return done.case


def consult(
    subject: Subject, *, actor: Actor, at: datetime, agency: Agency, question: str, answer_by: date
) -> Application:
    with deed(Verb.CONSULT, subject, actor=actor, at=at) as done:
        done.facts = {"agency": agency.code, "answer_by": answer_by}
        done.said = {"question": question}
        done.case.consult()
    return done.case


def request_payment(
    subject: Subject, *, actor: Actor, at: datetime, amount: int, text: str = ""
) -> Application:
    """`amount` in đồng."""
    with deed(Verb.REQUEST_PAYMENT, subject, actor=actor, at=at) as done:
        done.facts = {"amount": amount}
        done.said = {"text": text} if text else None
        done.case.request_payment()
    return done.case


def pay(
    subject: Subject, *, actor: Actor, at: datetime, online: bool = False, reference: str = ""
) -> Application:
    with deed(Verb.PAY, subject, actor=actor, at=at) as done:
        done.facts = {"online": online, "reference": reference}
        done.case.pay(at=done.at, online=online)
    return done.case


def extend(
    subject: Subject, *, actor: Actor, at: datetime, due_at: datetime, reason: str
) -> Application:
    """Apology and one new appointment, announced a day before (Decree 118 art 19(6))."""
    with deed(Verb.EXTEND, subject, actor=actor, at=at) as done:
        due = done.case.due_at
        if due is None or done.at > due - timedelta(days=1):
            raise DeedRefused(
                "extension_notice",
                _("A new date must be announced at least one day before the due date."),
                case=done.case,
            )
        if due_at <= due:
            raise DeedRefused(
                "extension_later",
                _("The new date must be later than the present one."),
                case=done.case,
            )
        done.facts = {"due_at": due_at}
        done.said = {"reason": reason}
        done.case.extend(at=done.at, due_at=due_at)
    return done.case


def approve(subject: Subject, *, actor: Actor, at: datetime, text: str = "") -> Application:
    with deed(Verb.APPROVE, subject, actor=actor, at=at) as done:
        done.said = {"text": text} if text else None
        done.case.approve(at=done.at)
    return done.case


def reject(subject: Subject, *, actor: Actor, at: datetime, reason: str) -> Application:
    with deed(Verb.REJECT, subject, actor=actor, at=at) as done:
        done.said = {"reason": reason}
        done.case.reject(at=done.at)
    return done.case


def revoke_decision(subject: Subject, *, actor: Actor, at: datetime, reason: str) -> Application:
    with deed(Verb.REVOKE_DECISION, subject, actor=actor, at=at) as done:
        done.said = {"reason": reason}
        done.case.revoke_decision()
    return done.case


def issue(
    subject: Subject, *, actor: Actor, at: datetime, reference: str, digest: str, electronic: bool
) -> Application:
    """The signed result exists: its reference, the SHA-256 of its bytes."""
    with deed(Verb.ISSUE, subject, actor=actor, at=at) as done:
        done.facts = {"reference": reference, "digest": digest, "electronic": electronic}
        done.case.issue(at=done.at, reference=reference, digest=digest, electronic=electronic)
    return done.case


def return_result(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    how: Delivery = Delivery.ELECTRONIC,
    to_whom: str = "",
) -> Application:
    with deed(Verb.RETURN_RESULT, subject, actor=actor, at=at) as done:
        done.facts = {"how": how, "to": "other" if to_whom else "applicant"}
        done.said = {"to_whom": to_whom} if to_whom else None
        done.case.return_result(at=done.at)
    return done.case


def withdraw(subject: Subject, *, actor: Actor, at: datetime, reason: str = "") -> Application:
    with deed(Verb.WITHDRAW, subject, actor=actor, at=at) as done:
        done.said = {"reason": reason} if reason else None
        done.case.withdraw(at=done.at)
    return done.case


def stop(subject: Subject, *, actor: Actor, at: datetime, reason: str) -> Application:
    with deed(Verb.STOP, subject, actor=actor, at=at) as done:
        done.said = {"reason": reason}
        done.case.stop(at=done.at)
    return done.case


def transfer(
    subject: Subject, *, actor: Actor, at: datetime, agency: Agency, reason: str
) -> Application:
    """To another deciding agency; number, due date and receiving centre stay."""
    with deed(Verb.TRANSFER, subject, actor=actor, at=at) as done:
        done.facts = {"deciding_agency": agency.code}
        done.said = {"reason": reason}
        done.case.deciding_agency = agency
        done.case.officer = None
        done.case.transfer()
    return done.case


def assign(subject: Subject, *, actor: Actor, at: datetime, officer: int) -> Application:
    with deed(Verb.ASSIGN, subject, actor=actor, at=at) as done:
        done.facts = {"officer": officer}
        done.case.officer_id = officer
        done.case.assign()
    return done.case


def note(subject: Subject, *, actor: Actor, at: datetime, text: str) -> Application:
    with deed(Verb.NOTE, subject, actor=actor, at=at) as done:
        done.said = {"text": text}
        done.case.note()
    return done.case


def attach(
    subject: Subject, *, actor: Actor, at: datetime, facts: Mapping[str, Any]
) -> Application:
    """A paper came; `facts` name its key, size and digest. The paper's row is `papers`' affair."""
    with deed(Verb.ATTACH, subject, actor=actor, at=at) as done:
        done.facts = dict(facts)
        done.case.attach()
    return done.case


def rate(
    subject: Subject, *, actor: Actor, at: datetime, rating: int, text: str = ""
) -> Application:
    with deed(Verb.RATE, subject, actor=actor, at=at) as done:
        done.facts = {"rating": rating}
        done.said = {"text": text} if text else None
        done.case.rate(rating=rating)
    return done.case


def correct(subject: Subject, *, actor: Actor, at: datetime, text: str) -> Application:
    """An error in the result was reported; the record of handling is not reopened."""
    with deed(Verb.CORRECT, subject, actor=actor, at=at) as done:
        done.said = {"text": text}
        done.case.correct()
    return done.case


#: The verbs a door may call by name.
VERBS: dict[Verb, Callable[..., Application]] = {
    Verb(function.__name__): function
    for function in (
        receive,
        refuse,
        request_supplement,
        supply,
        start_review,
        propose,
        consult,
        request_payment,
        pay,
        extend,
        approve,
        reject,
        revoke_decision,
        issue,
        return_result,
        withdraw,
        stop,
        transfer,
        assign,
        note,
        rate,
        correct,
    )
}
