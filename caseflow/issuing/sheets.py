"""What stands on each paper: taken from the event and its case, frozen beside the file."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from caseflow.applications.models import Application, Event, Statement
from caseflow.applications.states import Defect, State, Verb
from caseflow.centers.models import Agency, Officer
from caseflow.issuing.states import Form
from citizens.models import Citizen
from procedures.models import ProcedureVersion, RequiredPaper
from procedures.states import LimitUnit

Sheet = dict[str, Any]

# The papers are in the language of the state, whatever language the reader's screen has.
LIMIT_UNITS = {
    LimitUnit.HOUR: "giờ làm việc",
    LimitUnit.WORKING_DAY: "ngày làm việc",
    LimitUnit.DAY: "ngày",
    LimitUnit.MONTH: "tháng",
}
DEFECTS = {
    Defect.MISSING: "còn thiếu",
    Defect.WRONG: "chưa đúng",
    Defect.OUTDATED: "đã hết hạn",
    Defect.UNREADABLE: "không đọc được",
}
STATES = {
    State.SUPPLEMENT_REQUESTED: "chờ bổ sung hồ sơ",
    State.PAYMENT_DUE: "chờ thực hiện nghĩa vụ tài chính",
    State.IN_REVIEW: "đang xử lý",
}


def paper(event: Event, *, number: str, office: Agency) -> Sheet:
    """What every paper has in common."""
    case = event.application
    return {
        "number": number,
        "date": moment(event.at),
        "superior": office.parent.name if office.parent else "",
        "office": office.name,
        "place": office.unit.name,
        "case": case.number,
        "procedure": case.procedure.name,
        "procedure_code": case.procedure.code,
        "applicant": applicant(case),
        "filed": moment(case.filed_at),
        "lookup": lookup_address(case),
        "key": case.tracking_key,
        "site": settings.CASEFLOW_PUBLIC_URL,
        "signer": signer(event),
        "demonstration": settings.CASEFLOW_DEMONSTRATION,
    }


def slip(event: Event, *, form: Form, number: str) -> Sheet:
    case = event.application
    office = case.deciding_agency if form == Form.APOLOGY else case.receiving_center
    return paper(event, number=number, office=office) | PARTICULARS[form](event)


def decision(event: Event, *, number: str) -> Sheet:
    case = event.application
    said = words(event)
    return paper(event, number=number, office=case.deciding_agency) | {
        "approved": event.verb == Verb.APPROVE,
        "reason": said.get("reason") or said.get("text", ""),
    }


def receipt(event: Event) -> Sheet:
    case = event.application
    return {
        "submitter": submitter(case),
        "papers": papers_filed(event),
        "limit": limit(case.procedure_version),
        "received": moment(event.at),
        "due": appointed(event),
        "collect_at": case.returning_center.name,
        "serial": case.number.rpartition("-")[2],
    }


def supplement(event: Event) -> Sheet:
    names = paper_names(event.application)
    items = [
        {
            "what": names.get(item.get("paper", ""), item.get("paper") or item.get("field", "")),
            "defect": DEFECTS[Defect(item["defect"])],
            "text": item["text"],
        }
        for item in words(event).get("items", [])
    ]
    return {"items": items}


def reasoned(event: Event) -> Sheet:
    return {"reason": words(event).get("reason", "")}


def apology(event: Event) -> Sheet:
    case = event.application
    earlier = Event.objects.of(case).filter(sequence__lt=event.sequence)
    dated = [said for said in earlier if said.payload.get("due_at")]
    return reasoned(event) | {
        "received": moment(case.received_at),
        "appointed": appointed(dated[-1]) if dated else None,
        "due": appointed(event),
    }


def stopping(event: Event) -> Sheet:
    requests = Event.objects.of(event.application).filter(verb=Verb.REQUEST_SUPPLEMENT)
    request = requests.filter(sequence__lt=event.sequence).last()
    return reasoned(event) | {
        "state": STATES.get(State(event.from_state), ""),
        "requested": moment(request.at) if request else None,
    }


PARTICULARS = {
    Form.RECEIPT: receipt,
    Form.SUPPLEMENT: supplement,
    Form.REFUSAL: reasoned,
    Form.APOLOGY: apology,
    Form.STOP: stopping,
}


def moment(instant: datetime | None) -> dict[str, str] | None:
    if instant is None:
        return None
    local = timezone.localtime(instant, timezone.get_default_timezone())
    return {
        "day": f"{local:%d}",
        "month": f"{local:%m}",
        "year": f"{local:%Y}",
        "hour": f"{local:%H}",
        "minute": f"{local:%M}",
    }


def appointed(event: Event) -> dict[str, str] | None:
    """The due date as the event fixed it, whatever became of it later."""
    due = event.payload.get("due_at")
    return moment(datetime.fromisoformat(due)) if due else None


def applicant(case: Application) -> dict[str, str]:
    return {
        "kind": case.applicant_kind,
        "name": case.applicant_name,
        "identity": case.applicant_identity,
        "address": case.applicant_address,
        "phone": case.applicant_phone,
        "email": case.applicant_email,
    }


def submitter(case: Application) -> dict[str, str] | None:
    """The citizen who filed for somebody else; None where the applicant filed, or staff did."""
    filed_by = Citizen.objects.filter(account=case.submitted_by_id).first()
    if filed_by is None or filed_by.pk == case.applicant_id:
        return None
    return {"name": filed_by.full_name, "identity": filed_by.identity_number}


def signer(event: Event) -> dict[str, str]:
    post = Officer.objects.filter(user=event.actor_id).select_related("user").first()
    if post is None:
        return {"name": "", "title": ""}
    return {"name": post.user.get_full_name(), "title": post.title}


def words(event: Event) -> dict[str, Any]:
    """What was said with the deed; empty once it was erased."""
    said = Statement.objects.filter(event=event).first()
    return said.body if said else {}


def paper_names(case: Application) -> dict[str, str]:
    papers = RequiredPaper.objects.filter(version=case.procedure_version_id)
    return dict(papers.values_list("key", "name"))


def papers_filed(event: Event) -> list[str]:
    case = event.application
    names = paper_names(case)
    documents = case.documents.filter(uploaded_at__lte=event.at).order_by("pk")
    return [names.get(document.paper, document.name) for document in documents]


def limit(version: ProcedureVersion) -> str:
    if version.limit_unit == LimitUnit.SAME_DAY:
        return "trong ngày làm việc"
    if version.limit_amount:
        return f"{version.limit_amount} {LIMIT_UNITS[LimitUnit(version.limit_unit)]}"
    return version.limit_text


def lookup_address(case: Application) -> str:
    """The key stands behind the #, which no browser sends and no log keeps."""
    site = settings.CASEFLOW_PUBLIC_URL.rstrip("/")
    return f"{site}/tracking/#{case.number}.{case.tracking_key}"
