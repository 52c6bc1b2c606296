"""What the page of a case shows, ready to print: people, papers, deeds done, documents issued."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caseflow.accounts.models import Role
from caseflow.applications.actors import HELPER, SYSTEM, Actor
from caseflow.applications.models import Application, Event
from caseflow.applications.permissions import handles
from caseflow.applications.states import INTERNAL, Defect, Delivery, Outcome, Verb
from caseflow.centers.models import Agency
from citizens.identity import masked

WORDS = {
    "reason": _("Reason"),
    "text": _("Remark"),
    "question": _("Question"),
    "answer": _("Answer"),
    "to_whom": _("Handed to"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


def applicant_facts(case: Application, actor: Actor) -> list[Fact]:
    """In full for the offices that handle the case; others see who it is, not how to reach them."""
    shown = ["applicant_name", "applicant_identity"]
    if handles(actor, case):
        shown += ["applicant_birth_date", "applicant_phone", "applicant_email", "applicant_address"]
    facts = [Fact(label_of(name), in_words(getattr(case, name))) for name in shown]
    if not handles(actor, case):
        facts[1] = Fact(facts[1].label, masked(case.applicant_identity))
    return [fact for fact in facts if fact.value]


def label_of(name: str) -> str:
    return str(Application._meta.get_field(name).verbose_name)


def in_words(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value or "")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a supplement request asks for."""

    what: str
    defect: str
    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """A deed of the timeline: what, when, in which role and office, with which words."""

    sequence: int
    verb: Verb
    at: datetime
    role: str
    office: str
    state: str
    facts: list[Fact]
    words: list[Fact]
    items: list[Item]


def timeline(events: Sequence[Event], actor: Actor, titles: Mapping[str, str]) -> list[Done]:
    """`titles` name the papers and fields that a supplement request may speak of."""
    offices = office_names(events)
    return [done(event, actor, offices, titles) for event in events]


def office_names(events: Iterable[Event]) -> dict[str, str]:
    codes = {event.actor_unit for event in events if event.actor_unit}
    names: dict[str, str] = dict(
        Agency.objects.filter(code__in=codes).values_list("code", "name") if codes else ()
    )
    return names


def done(event: Event, actor: Actor, offices: Mapping[str, str], titles: Mapping[str, str]) -> Done:
    said = words_of(event, actor)
    return Done(
        sequence=event.sequence,
        verb=Verb(event.verb),
        at=event.at,
        role=role_name(event.actor_role),
        office=offices.get(event.actor_unit, ""),
        state=event.get_to_state_display() if event.to_state != event.from_state else "",
        facts=facts_of(event, titles),
        words=[Fact(str(label), str(said[key])) for key, label in WORDS.items() if said.get(key)],
        items=[item(part, titles) for part in said.get("items", ())],
    )


def words_of(event: Event, actor: Actor) -> dict[str, Any]:
    """What was said with a deed; an office's own thinking stays in the office."""
    if event.verb in INTERNAL and not actor.is_staff:
        return {}
    statement = getattr(event, "statement", None)
    return statement.body if statement and isinstance(statement.body, dict) else {}


def item(part: Mapping[str, str], titles: Mapping[str, str]) -> Item:
    name = part.get("paper") or part.get("field", "")
    defect = part.get("defect", "")
    label = str(Defect(defect).label) if defect in Defect.values else defect
    return Item(titles.get(name, name), label, part.get("text", ""))


def role_name(role: str) -> str:
    if role == SYSTEM:
        return gettext("by itself")
    if role == HELPER:
        return gettext("helper")
    return str(Role(role).label) if role in Role.values else role


def facts_of(event: Event, titles: Mapping[str, str]) -> list[Fact]:
    payload = event.payload
    facts = []
    if due_at := parse_datetime(payload.get("due_at") or ""):
        facts.append(Fact(gettext("due"), at_office(due_at)))
    if paper_due := parse_datetime(payload.get("paper_due_at") or ""):
        facts.append(Fact(gettext("papers due"), at_office(paper_due)))
    if (outcome := payload.get("outcome")) in Outcome.values:
        facts.append(Fact(gettext("outcome"), str(Outcome(outcome).label)))
    if amount := payload.get("amount"):
        facts.append(Fact(gettext("amount"), f"{number_format(amount, force_grouping=True)} đ"))
    if (how := payload.get("how")) in Delivery.values:
        facts.append(Fact(gettext("how"), str(Delivery(how).label)))
    if missing := payload.get("missing"):
        names = ", ".join(titles.get(part, part) for part in missing)
        facts.append(Fact(gettext("still missing"), names))
    return facts


def at_office(at: datetime) -> str:
    return f"{timezone.localtime(at, timezone.get_default_timezone()):%H:%M %d/%m/%Y}"
