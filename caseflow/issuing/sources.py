"""What the papers are made of: instants, people and words, read from the event and its case."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from caseflow.applications.models import Application, Event, HelperSession, Statement
from caseflow.applications.states import Assistance, Channel
from caseflow.centers.models import Officer
from citizens.models import Citizen, Representation
from procedures.models import ProcedureVersion, RequiredPaper
from procedures.states import LimitUnit

Moment = dict[str, str]

# The papers are in the language of the state, whatever language the reader's screen has.
LIMIT_UNITS = {
    LimitUnit.HOUR: "giờ làm việc",
    LimitUnit.WORKING_DAY: "ngày làm việc",
    LimitUnit.DAY: "ngày",
    LimitUnit.MONTH: "tháng",
}


def office_time(instant: datetime) -> datetime:
    return timezone.localtime(instant, timezone.get_default_timezone())


def moment(instant: datetime | None) -> Moment | None:
    if instant is None:
        return None
    local = office_time(instant)
    return {
        "day": f"{local:%d}",
        "month": f"{local:%m}",
        "year": f"{local:%Y}",
        "hour": f"{local:%H}",
        "minute": f"{local:%M}",
    }


def instant_in(event: Event, name: str) -> datetime | None:
    told = event.payload.get(name)
    return datetime.fromisoformat(told) if told else None


def appointed(event: Event) -> Moment | None:
    """The due date as the event fixed it, whatever became of it later."""
    return moment(instant_in(event, "due_at"))


def last_appointment(event: Event) -> Moment | None:
    """The date that stood before this event."""
    earlier = Event.objects.of(event.application).filter(sequence__lt=event.sequence)
    dated = [said for said in earlier if said.payload.get("due_at")]
    return appointed(dated[-1]) if dated else None


def applicant(case: Application) -> dict[str, str]:
    return {
        "kind": case.applicant_kind,
        "name": case.applicant_name,
        "identity": case.applicant_identity,
        "address": case.applicant_address,
        "phone": case.applicant_phone,
        "email": case.applicant_email,
    }


def citizen_who_filed(case: Application) -> Citizen | None:
    """Unless it was the applicant, or staff at the counter."""
    citizens = Citizen.objects.select_related("account")
    citizen = citizens.filter(account=case.submitted_by_id).first()
    return None if citizen is None or citizen.pk == case.applicant_id else citizen


def agent(case: Application) -> dict[str, str] | None:
    """Who filed with the applicant's authority, and on which paper."""
    citizen = citizen_who_filed(case)
    granted = authority(citizen, case) if citizen else None
    if citizen is None or (granted is None and case.assistance != Assistance.SELF):
        return None
    return {
        "name": citizen.full_name,
        "identity": citizen.identity_number,
        "email": citizen.account.email if citizen.account else "",
        "basis": granted.basis if granted else "",
    }


def authority(citizen: Citizen, case: Application) -> Representation | None:
    whom = Q(person__identity_number=case.applicant_identity)
    whom |= Q(organisation__tax_code=case.applicant_identity)
    day = office_time(case.filed_at).date()
    in_force = Representation.objects.in_force(day).filter(whom, representative=citizen)
    return in_force.order_by("pk").first()


def helper(case: Application) -> dict[str, str] | None:
    """Who helped to file, named on the receipt beside the person; `role` says for whom."""
    sessions = HelperSession.objects.select_related("helper", "team", "office")
    if session := sessions.filter(application=case).first():
        name = session.helper.get_full_name() or session.helper.username
        return {"name": name, "role": str(session.team or session.office)}
    citizen = citizen_who_filed(case) if case.assistance == Assistance.ASSISTED else None
    return {"name": citizen.full_name, "role": ""} if citizen and not agent(case) else None


def is_electronic(case: Application) -> bool:
    return case.channel == Channel.ONLINE


def signer(event: Event) -> dict[str, str]:
    return signer_block(
        event.actor_id,
        mandate=event.payload.get("delegation", ""),
        leader=event.payload.get("on_behalf_of"),
    )


def signer_block(user: int | None, *, mandate: str, leader: int | None) -> dict[str, str]:
    """`mandate` names the document by which a delegate signs for the leader, `form` how."""
    post = Officer.objects.filter(user=user).select_related("user").first()
    block = {
        "name": post.user.get_full_name() if post else "",
        "title": post.title if post else "",
        "mandate": mandate,
    }
    if mandate:
        block |= {"form": form_of(block["title"]), "principal": title_of(leader)}
    return block


def title_of(user: int | None) -> str:
    return Officer.objects.filter(user=user).values_list("title", flat=True).first() or ""


def form_of(title: str) -> str:
    """Decree 30/2020, Annex I: a deputy head signs «KT.» for the head, anybody else «TUQ.»."""
    return "KT." if title.casefold().startswith("phó ") else "TUQ."


def words(event: Event) -> dict[str, Any]:
    """What was said with the deed; empty once it was erased."""
    said = Statement.objects.filter(event=event).first()
    return said.body if said else {}


def paper_names(case: Application) -> dict[str, str]:
    papers = RequiredPaper.objects.filter(version=case.procedure_version_id)
    return dict(papers.values_list("key", "name"))


def papers_filed(event: Event) -> list[str]:
    """The form, and each paper once, however many files it came in."""
    case = event.application
    names = paper_names(case)
    documents = case.documents.filter(uploaded_at__lte=event.at).order_by("pk")
    filed = [names.get(document.paper) or document.name for document in documents]
    return ["Tờ khai điện tử" if is_electronic(case) else "Tờ khai", *dict.fromkeys(filed)]


def limit(version: ProcedureVersion) -> str:
    if version.limit_unit == LimitUnit.SAME_DAY:
        return "trong ngày làm việc"
    if version.limit_amount:
        return f"{version.limit_amount} {LIMIT_UNITS[LimitUnit(version.limit_unit)]}"
    return version.limit_text
