"""How results were handed over: read from the events, so that there is nothing to type over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caseflow.applications.models import Application, Event
from caseflow.applications.states import Delivery, IdentityCheck, Verb
from caseflow.centers.models import Agency
from caseflow.issuing.models import Result

MAKING, HANDING_OVER = (Verb.ISSUE, Verb.REISSUE), (Verb.RETURN_RESULT, Verb.DELIVER)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One result on its way out; what names a person is empty once it was erased."""

    at: datetime
    #: Number of the result that stood then; empty where it is not ours.
    result: str
    how: str
    to: str
    to_whom: str
    identity_check: str
    carrier: str
    tracking_number: str
    office: str
    by: str

    @property
    def way(self) -> str:
        return str(Delivery(self.how).label)

    @property
    def checked_by(self) -> str:
        return str(IdentityCheck(self.identity_check).label) if self.identity_check else ""


def deliveries_of(case: Application, *, with_people: bool) -> list[HandedOver]:
    """In the order in which they were done."""
    found = Event.objects.of(case).filter(verb__in=(*MAKING, *HANDING_OVER))
    events = list(found.select_related("actor", "statement"))
    return list(told(events, with_people=with_people))


def told(events: list[Event], *, with_people: bool) -> Iterator[HandedOver]:
    numbers, offices = numbers_of(events), names_of(events)
    standing = ""
    for event in events:
        facts = event.payload
        if event.verb in MAKING:
            standing = numbers.get(facts["reference"], "")
        else:
            yield handed_over(event, facts, standing, offices, with_people=with_people)


def numbers_of(events: list[Event]) -> dict[str, str]:
    references = [event.payload["reference"] for event in events if event.verb in MAKING]
    results = Result.objects.filter(reference__in=references)
    return dict(results.values_list("reference", "number"))


def names_of(events: list[Event]) -> dict[str, str]:
    codes = {event.actor_unit for event in events if event.verb in HANDING_OVER}
    return dict(Agency.objects.filter(code__in=codes - {""}).values_list("code", "name"))


def handed_over(
    event: Event,
    facts: Mapping[str, Any],
    standing: str,
    offices: Mapping[str, str],
    *,
    with_people: bool,
) -> HandedOver:
    statement = getattr(event, "statement", None)
    said = statement.body if statement else {}
    actor = event.actor if with_people else None
    return HandedOver(
        at=event.at,
        result=standing,
        how=facts.get("how", ""),
        to=facts.get("to", ""),
        to_whom=said.get("to_whom", ""),
        identity_check=facts.get("identity_check", ""),
        carrier=facts.get("carrier", ""),
        tracking_number=said.get("tracking_number", ""),
        office=offices.get(event.actor_unit, ""),
        by=(actor.get_full_name() or actor.get_username()) if actor else "",
    )
