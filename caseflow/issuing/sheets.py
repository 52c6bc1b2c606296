"""What stands on each paper: taken from the event and its case, frozen beside the file."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from caseflow.applications.models import Event
from caseflow.applications.states import Verb
from caseflow.centers.models import Agency
from caseflow.issuing import contents, sources
from caseflow.issuing.models import Result
from caseflow.issuing.particulars import PARTICULARS
from caseflow.issuing.rendering import EDITION, Sheet
from caseflow.issuing.states import COPY_SUFFIX, REFUSAL, RESULT_SUFFIX, Form
from citizens.store import paper_code

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


def result(event: Event, *, demonstration: bool) -> Sheet:
    """`demonstration`: the certificate that will sign it has no legal value."""
    case = event.application
    kind = contents.result_type_of(case)
    template = contents.template_of(case, kind)
    replaced = results_before(event).first() if event.verb == Verb.AMEND else None
    said = sources.words(event)
    version = case.procedure_version
    number = f"{case.number}.{event.sequence}/{RESULT_SUFFIX[template]}"
    sheet = paper(event, number=number, office=case.deciding_agency) | {
        "template": template,
        "title": kind.name if kind else "Quyết định",
        "title_en": kind.name_en if kind else "Decision",
        "procedure_en": case.procedure.name_en,
        "result_type": kind.code if kind and template != REFUSAL else "",
        "paper_code": "",
        "groups": contents.groups_of(version.form_schema, case.form),
        "words": words_on(event, said, replaced),
        "replaces": replacement(replaced, said) if replaced else None,
    }
    sheet["demonstration"] = sheet["demonstration"] or demonstration
    if sheet["result_type"]:
        sheet["paper_code"] = paper_code(case.applicant_identity, sheet["result_type"])
    return sheet


def copy(
    event: Event, *, original: Sheet, leaves: list[str], register: str, demonstration: bool
) -> Sheet:
    """`original` tells what is copied, `leaves` name the pictures of its pages."""
    case = event.application
    number = f"{case.number}.{event.sequence}/{COPY_SUFFIX}"
    sheet = paper(event, number=number, office=case.deciding_agency) | {
        "template": "certified_copy",
        "title": "Bản sao chứng thực điện tử",
        "title_en": "Certified electronic copy",
        "original": original,
        "leaves": leaves,
        "register": register,
        "words": sources.words(event).get("text", ""),
        "paper_code": "",
        "replaces": None,
    }
    sheet["demonstration"] = sheet["demonstration"] or demonstration
    return sheet


def results_before(event: Event) -> QuerySet[Result]:
    """The one that stands first."""
    earlier = Result.objects.filter(
        application=event.application_id, event__sequence__lt=event.sequence
    )
    return earlier.order_by("-event__sequence")


def words_on(event: Event, said: dict[str, Any], replaced: Result | None) -> str:
    """What the leader wrote; a corrected result says what the one before it said, or new words."""
    if replaced is None:
        return str(said.get("reason") or said.get("text", ""))
    return str(said.get("text") or (replaced.sheet or {}).get("words", ""))


def replacement(replaced: Result, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": replaced.number,
        "date": sources.moment(replaced.event.at),
        "reason": said.get("reason", ""),
    }
