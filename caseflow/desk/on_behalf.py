"""What the page of a case says of a filing by others: whose hands, from where, and objections."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from caseflow.applications.models import Application, Event, HelperSession
from caseflow.applications.states import Assistance, Channel, Verb
from caseflow.desk.casefile import Fact, at_office


@dataclass(frozen=True, slots=True)
class Behalf:
    facts: list[Fact]
    #: When the applicant objected; the words stand with the deeds.
    objections: list[str]


def behalf(case: Application, events: Sequence[Event]) -> Behalf | None:
    """From what the chain says; one query where a helper filed, none elsewhere."""
    filed = events[0].payload if events else {}
    facts = [*helper(case, filed), *device(filed), *declared(case, filed)]
    objections = [at_office(event.at) for event in events if event.verb == Verb.OBJECT]
    return Behalf(facts, objections) if facts or objections else None


def helper(case: Application, filed: dict[str, object]) -> list[Fact]:
    session = None
    if filed.get("help"):
        session = HelperSession.objects.for_display().filter(application=case).first()
    if session is None:
        return []
    name = session.helper.get_full_name() or session.helper.username
    reached = gettext("own account") if session.citizen_id else gettext("telephone")
    return [
        Fact(gettext("Helper with the applicant's code"), f"{name}, {session.place}"),
        Fact(gettext("Code sent to"), reached),
    ]


def device(filed: dict[str, object]) -> list[Fact]:
    known = filed.get("device")
    place = str(known.get("center", "")) if isinstance(known, dict) else ""
    return [Fact(gettext("From a counter device of"), place)] if place else []


def declared(case: Application, filed: dict[str, object]) -> list[Fact]:
    """What the sender said, where the facts say otherwise."""
    channel, assistance = filed.get("declared_channel"), filed.get("declared_assistance")
    said = [
        str(Channel(channel).label)
        if channel in Channel.values and channel != case.channel
        else "",
        str(Assistance(assistance).label)
        if assistance in Assistance.values and assistance != case.assistance
        else "",
    ]
    words = ", ".join(filter(None, said))
    return [Fact(gettext("Declared otherwise"), words)] if words else []
