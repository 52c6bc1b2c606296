"""What a notice of a deed can say: values for the placeholders, in the reader's language."""

import re
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from caseflow.accounts.models import OFFICE_ROLES, Role
from caseflow.applications.actors import SYSTEM
from caseflow.applications.models import Application, Event, Statement
from caseflow.applications.states import FINISHED, Defect, State, Verb
from caseflow.centers.models import Agency
from procedures.models import Procedure, RequiredPaper

NEXT_STEPS: dict[str, Promise] = {
    State.FILED: _("The centre checks whether the application is complete."),
    State.RECEIVED: _("The application is handed over to the deciding unit."),
    State.IN_REVIEW: _("The deciding unit reviews the application."),
    State.SUPPLEMENT_REQUESTED: _("Please supply what is asked for; otherwise handling stops."),
    State.PAYMENT_DUE: _("Please pay; handling goes on once the payment is recorded."),
    State.DECIDED: _("The document is signed and then handed out."),
    State.ISSUED: _("Please fetch the result."),
    State.REFUSED: _("You may file again once the reason is mended."),
}
#: Whose words the citizen is meant to read in the notice itself.
SPOKEN = (Verb.REQUEST_SUPPLEMENT, Verb.REFUSE, Verb.REJECT, Verb.EXTEND, Verb.STOP)
#: Nine or twelve digits, as identity numbers have, also in groups.
IDENTITY = re.compile(r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{3})?(?!\d)")


def values_of(event: Event, *, language: str) -> dict[str, str]:
    """`event.application` comes with its procedure and offices."""
    case = event.application
    with override(language):
        return {
            "number": case.number,
            "procedure": procedure_name(case.procedure),
            "agency": name_of(agency_of(event)),
            "office": office_of(event),
            "done_at": at_office(event.at),
            "filed_at": at_office(case.filed_at),
            "received_at": at_office(case.received_at),
            "reception_due_at": reception_term(event),
            "due_at": at_office(due_at(event)),
            "state": str(State(event.to_state).label),
            "next_step": str(NEXT_STEPS.get(event.to_state, "")),
            "details": details(event),
            "amount": money(event.payload.get("amount")),
            "link": case.tracking_address,
        }


def agency_of(event: Event) -> Agency:
    """Who did it; where a citizen or a program did, the office that has the file now."""
    case = event.application
    offices = (case.receiving_center, case.deciding_agency, case.returning_center)
    for office in offices:
        if office.code == event.actor_unit:
            return office
    if event.actor_role in OFFICE_ROLES:
        acting = Agency.objects.filter(code=event.actor_unit).first()
        if acting:
            return acting
    at_reception = event.to_state in (State.FILED, State.RECEIVED, State.WITHDRAWN)
    return case.receiving_center if at_reception else case.deciding_agency


def office_of(event: Event) -> str:
    """The role and its unit, never the name of a person."""
    if event.actor_role == SYSTEM:
        return gettext("the system, by itself")
    if event.actor_role in OFFICE_ROLES:
        return f"{Role(event.actor_role).label}, {name_of(agency_of(event))}"
    return gettext("the applicant, or who acts for them")


def name_of(agency: Agency) -> str:
    return agency.name_en if get_language() == "en" and agency.name_en else agency.name


def procedure_name(procedure: Procedure) -> str:
    return procedure.name_en if get_language() == "en" and procedure.name_en else procedure.name


def at_office(at: datetime | None) -> str:
    if at is None:
        return ""
    return f"{timezone.localtime(at, timezone.get_default_timezone()):%H:%M %d/%m/%Y}"


def reception_term(event: Event) -> str:
    return at_office(event.application.reception_due_at) if event.to_state == State.FILED else ""


def due_at(event: Event) -> datetime | None:
    """As the event fixed it, else as it stands; nothing is due once handling has ended."""
    if event.to_state in FINISHED:
        return None
    return parse_datetime(event.payload.get("due_at") or "") or event.application.due_at


def details(event: Event) -> str:
    """Why, or what is asked for; a number that could identify somebody is not repeated."""
    if event.verb not in SPOKEN:
        return ""
    said = Statement.objects.filter(event=event).first()
    words = said.body if said and isinstance(said.body, dict) else {}
    lines = [item_line(item, event.application) for item in words.get("items", ())]
    if reason := words.get("reason"):
        lines.append(gettext("Reason: %(reason)s") % {"reason": reason})
    return without_identity("\n".join(lines))


def item_line(item: dict[str, Any], case: Application) -> str:
    key = item.get("paper", "")
    papers = RequiredPaper.objects.filter(version=case.procedure_version_id, key=key)
    what = papers.values_list("name", flat=True).first() if key else item.get("field")
    defect = item.get("defect", "")
    label = Defect(defect).label if defect in Defect.values else defect
    named = what or gettext("another paper")
    return f"- {named} ({label}): {item.get('text', '')}"


def without_identity(text: str) -> str:
    return IDENTITY.sub(lambda found: "•" * (len(found[0]) - 3) + found[0][-3:], text)


def money(amount: Any) -> str:
    return f"{number_format(amount, force_grouping=True)} đ" if isinstance(amount, int) else ""
