"""What stands on one form only (domain reference §3)."""

from collections.abc import Iterator, Mapping
from typing import Any

from caseflow.applications import deadlines
from caseflow.applications.models import Event
from caseflow.applications.papers import OTHER_PAPER
from caseflow.applications.states import Defect, Ground, State, Verb
from caseflow.centers.calendars import working_time_for
from caseflow.issuing import handovers, registering, sources
from caseflow.issuing.models import Slip
from caseflow.issuing.sources import appointed, moment
from caseflow.issuing.states import Form

Particulars = dict[str, Any]

DEFECTS = {
    Defect.MISSING: "còn thiếu",
    Defect.WRONG: "chưa đúng",
    Defect.OUTDATED: "đã hết hạn",
    Defect.UNREADABLE: "không đọc được",
}
GROUNDS = {
    Ground.CITIZEN: "theo đề nghị của người nộp hồ sơ",
    Ground.AGENCY: "theo quyết định của cơ quan giải quyết",
    Ground.NO_SUPPLEMENT: "quá thời hạn mà hồ sơ chưa được bổ sung đầy đủ",
}


def receipt(event: Event) -> Particulars:
    case = event.application
    agent = sources.agent(case)
    return {
        "agent": agent,
        "helper": sources.helper(case),
        "handed_in_by": agent["name"] if agent else case.applicant_name,
        "papers": sources.papers_filed(event),
        "limit": sources.limit(case.procedure_version),
        "received": moment(event.at),
        "due": appointed(event),
        "by_post_or_counter": not sources.is_electronic(case),
        "collect_at": case.returning_center.name,
        "register": registering.place_of(case),
        "replaces": receipt_before(event),
    }


def receipt_before(event: Event) -> str:
    """The number of the slip that this one puts out of force."""
    kept = Slip.objects.filter(application=event.application, form=Form.RECEIPT)
    earlier = kept.filter(event__sequence__lt=event.sequence).order_by("event__sequence")
    last = earlier.last()
    return last.number if last else ""


def supplement(event: Event) -> Particulars:
    case = event.application
    titles = dict(field_titles(case.procedure_version.form_schema))
    names = titles | {OTHER_PAPER: "Giấy tờ khác"} | sources.paper_names(case)
    items = [
        {
            "what": names.get(called := item.get("paper") or item.get("field", ""), called),
            "defect": DEFECTS[Defect(item["defect"])],
            "text": item["text"],
        }
        for item in sources.words(event).get("items", [])
    ]
    policy, calendar = deadlines.policy(), working_time_for(case.receiving_center_id)
    resumption = deadlines.after_supplement(case.procedure_version, under=policy)
    return {
        "items": items,
        "answer_by": moment(deadlines.supplement(calendar, event.at, under=policy).due_at),
        "contact_phone": case.receiving_center.phone,
        "restarts": bool(case.received_at) and resumption == deadlines.Resumption.RESTART,
    }


def field_titles(
    schema: Mapping[str, Any], path: str = "", groups: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    """Each field of a form by its dotted path, as the form calls it."""
    for name, part in schema.get("properties", {}).items():
        titles = (*groups, str(part.get("title", name)))
        if "properties" in part:
            yield from field_titles(part, f"{path}{name}.", titles)
        else:
            yield f"{path}{name}", " › ".join(titles)


def reasoned(event: Event) -> Particulars:
    return {"reason": sources.words(event).get("reason", "")}


def moved_date(event: Event) -> Particulars:
    """Of an apology as of an agreement: the date that stood, the new one, and why."""
    case = event.application
    return reasoned(event) | {
        "agreement": event.payload.get("agreement", ""),
        "receiving": case.receiving_center.name,
        "received": moment(case.received_at),
        "appointed": sources.last_appointment(event),
        "due": appointed(event),
    }


def stopping(event: Event) -> Particulars:
    """Also where the citizen withdraws what was received (Decree 118 art 21(1))."""
    case = event.application
    requests = Event.objects.of(case).filter(verb=Verb.REQUEST_SUPPLEMENT)
    request = requests.filter(sequence__lt=event.sequence).last()
    wish = Ground.CITIZEN if event.verb == Verb.WITHDRAW else Ground.AGENCY
    return reasoned(event) | {
        "state": handovers.STATES[State(event.from_state)],
        "requested": moment(request.at) if request else None,
        "ground": GROUNDS[Ground(event.payload.get("ground", wish))],
        "collect_at": case.returning_center.name,
    }


PARTICULARS = {
    Form.RECEIPT: receipt,
    Form.SUPPLEMENT: supplement,
    Form.REFUSAL: reasoned,
    Form.APOLOGY: moved_date,
    Form.AGREED_EXTENSION: moved_date,
    Form.STOP: stopping,
    Form.CONTROL: handovers.control,
}
