"""What stands on each paper: taken from the event and its case, frozen beside the file."""

from django.conf import settings

from caseflow.applications.models import Event
from caseflow.applications.states import Verb
from caseflow.centers.models import Agency
from caseflow.issuing import sources
from caseflow.issuing.particulars import PARTICULARS
from caseflow.issuing.rendering import EDITION, Sheet
from caseflow.issuing.states import Form

#: Papers on which the deciding agency speaks; the receiving centre gives out the others.
OF_DECIDING_AGENCY = (Form.APOLOGY, Form.AGREED_EXTENSION)


def paper(event: Event, *, number: str, office: Agency) -> Sheet:
    """What every paper has in common."""
    case = event.application
    return {
        "edition": EDITION,
        "number": number,
        "date": sources.moment(event.at),
        "superior": office.parent.name if office.parent else "",
        "office": office.name,
        "place": office.unit.name,
        "case": case.number,
        "procedure": case.procedure.name,
        "procedure_code": case.procedure.code,
        "applicant": sources.applicant(case),
        "filed": sources.moment(case.filed_at),
        "electronic": sources.is_electronic(case),
        "lookup": case.tracking_address,
        "key": case.tracking_key,
        "site": settings.CASEFLOW_PUBLIC_URL.rstrip("/"),
        "signer": sources.signer(event),
        "demonstration": settings.CASEFLOW_DEMONSTRATION,
    }


def slip(event: Event, *, form: Form, number: str) -> Sheet:
    case = event.application
    office = case.deciding_agency if form in OF_DECIDING_AGENCY else case.receiving_center
    return paper(event, number=number, office=office) | PARTICULARS[form](event)


def decision(event: Event, *, number: str) -> Sheet:
    case = event.application
    said = sources.words(event)
    return paper(event, number=number, office=case.deciding_agency) | {
        "approved": event.verb == Verb.APPROVE,
        "reason": said.get("reason") or said.get("text", ""),
    }
