"""Filing: from what somebody sent to a numbered case with its first event."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.accents import fold
from caseflow.applications import deadlines, evidence, following
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Competence, Draft
from caseflow.applications.numbering import next_numbers
from caseflow.applications.refusals import FilingRefused, KeyReused, refuse_bad_form
from caseflow.applications.states import ApplicantKind, Assistance, Channel, State, Verb
from caseflow.centers.calendars import working_time_for
from caseflow.centers.models import Agency, ServiceCenter
from caseflow.centers.states import Level
from caseflow.remembering import remembered
from citizens.models import Representation
from procedures.models import ProcedureVersion
from procedures.publishing import RetiredProcedure, UnknownProcedure, in_force_for
from procedures.states import OnlineLevel

# Columns that a filing reads; naming and fetching all of them was a third of its work in Python.
ANSWERED = ("number", "state", "filed_at", "reception_due_at", "due_at", "tracking_key")
OF_VERSION = (
    *("number", "state", "online_level", "returns_document"),
    *("limit_amount", "limit_unit", "limit_cutoff"),
    *("procedure__code", "procedure__levels", "procedure__competence__agency__code"),
)
OF_CENTER = ("code", "parent__code", "unit__level")


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whose file it is, as declared; `identity_number` is a tax code for an organisation."""

    kind: ApplicantKind
    identity_number: str
    full_name: str
    date_of_birth: date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """What was sent. `channel` counts only where staff file; a citizen's own way is online."""

    procedure: str
    receiving_center: str
    applicant: Applicant
    form: Mapping[str, Any] = field(default_factory=dict)
    channel: Channel = Channel.COUNTER
    returning_center: str = ""
    #: The draft this was typed as; its papers go with the case, and it is gone.
    draft: Draft | None = None
    #: False for a visit that is turned away: no form was filled in, so none is judged.
    handed_in: bool = True


@dataclass(frozen=True, slots=True)
class Key:
    """An idempotency key and the digest of the body it came with."""

    text: str
    digest: str


def filed_before(key: Key, *, user_id: int | None) -> Application | None:
    """The application this account filed with the key; `KeyReused` if the body was another."""
    cases = Application.objects.only(*ANSWERED, "request_digest")
    case: Application | None = cases.filter(submitted_by=user_id, idempotency_key=key.text).first()
    if case and case.request_digest != key.digest:
        raise KeyReused
    return case


def file(
    submission: Submission, *, actor: Actor, at: datetime, key: Key | None = None
) -> Application:
    """One transaction: number, case, first event. Raises `FilingRefused` with fields to mend."""
    version = version_in_force(submission.procedure)
    center = center_called(submission.receiving_center, "receiving_center")
    if submission.handed_in:
        refuse_bad_form(version, submission.form)
    case = case_of(submission, version, center, actor=actor, at=at)
    if key:
        case.idempotency_key, case.request_digest = key.text, key.digest
    calendar = working_time_for(center.pk)
    try:
        with transaction.atomic():
            (case.number,) = next_numbers(case.deciding_agency, filing_day(at))
            case.file(reception_due_at=deadlines.reception(calendar, at).due_at)
            evidence.append(
                case,
                Verb.FILE,
                from_state=State.DRAFT,
                payload=filing_facts(case, calendar.version) | papers_of(submission.draft),
                actor=actor,
                at=at,
            )
            if submission.draft:
                take_over(submission.draft, case)
            following.hint_after_commit()
    except IntegrityError:
        earlier = key and filed_before(key, user_id=case.submitted_by_id)
        if not earlier:
            raise
        return earlier
    return case


@remembered(lambda: settings.CASEFLOW_REFERENCE_CACHE_SECONDS)
def rules_for(code: str) -> ProcedureVersion:
    versions = ProcedureVersion.objects.in_force().select_related("procedure__competence__agency")
    return versions.only(*OF_VERSION).filter(procedure__code=code).first() or in_force_for(code)


def version_in_force(code: str) -> ProcedureVersion:
    try:
        version = rules_for(code)
    except RetiredProcedure:
        raise refused("procedure", _("This procedure is no longer in force.")) from None
    except UnknownProcedure:
        raise refused("procedure", _("There is no procedure with this code.")) from None
    if version.online_level == OnlineLevel.INFORMATION:
        raise refused("procedure", _("This procedure cannot be filed here; see its description."))
    return version


@remembered(lambda: settings.CASEFLOW_REFERENCE_CACHE_SECONDS)
def center_with(code: str) -> Agency:
    centers = ServiceCenter.objects.select_related("parent", "unit").only(*OF_CENTER)
    center: Agency = centers.get(code=code)
    return center


def center_called(code: str, name: str) -> Agency:
    try:
        return center_with(code)
    except ServiceCenter.DoesNotExist:
        raise refused(name, _("There is no service centre with this code.")) from None


def deciding_agency(version: ProcedureVersion, center: Agency) -> Agency:
    """Who decides: the agency competent in the province, or the commune the centre serves."""
    competence: Competence | None = getattr(version.procedure, "competence", None)
    if competence:
        return competence.agency
    is_communal = center.unit.level == Level.COMMUNE
    if is_communal and center.parent and Level.COMMUNE in version.procedure.levels:
        return center.parent
    raise refused(
        "receiving_center", _("This centre does not take this procedure; choose another centre.")
    )


def refused(name: str, message: str) -> FilingRefused:
    return FilingRefused({name: [message]})


def case_of(
    submission: Submission, version: ProcedureVersion, center: Agency, *, actor: Actor, at: datetime
) -> Application:
    """The unsaved case; the applicant is linked to a citizen only on proven identity."""
    applicant, returning = submission.applicant, submission.returning_center
    own = is_own_file(applicant, actor)
    case: Application = Application(
        procedure=version.procedure,
        procedure_version=version,
        receiving_center=center,
        deciding_agency=deciding_agency(version, center),
        returning_center=center_called(returning, "returning_center") if returning else center,
        channel=submission.channel if actor.is_staff else Channel.ONLINE,
        assistance=assistance(applicant, actor, own=own, on=filing_day(at)),
        submitted_by_id=actor.user_id,
        applicant_id=actor.citizen_id if own else None,
        applicant_kind=applicant.kind,
        applicant_identity=applicant.identity_number,
        applicant_name=applicant.full_name,
        applicant_birth_date=applicant.date_of_birth,
        applicant_phone=applicant.phone,
        applicant_email=applicant.email,
        applicant_address=applicant.address,
        applicant_search_key=fold(applicant.full_name)[:200],
        form=dict(submission.form),
        declared_salt=evidence.new_salt(),
        filed_at=at,
        last_event_at=at,
    )
    return case


def is_own_file(applicant: Applicant, actor: Actor) -> bool:
    return applicant.kind == ApplicantKind.PERSON and applicant.identity_number == actor.identity


def assistance(applicant: Applicant, actor: Actor, *, own: bool, on: date) -> Assistance:
    """From facts, not from what the sender says: whose account filed for whom."""
    if actor.is_staff:
        return Assistance.STAFF
    if own or Representation.objects.allows(actor.citizen_id, applicant.identity_number, on=on):
        return Assistance.SELF
    return Assistance.ASSISTED


def filing_day(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())


def papers_of(draft: Draft | None) -> dict[str, Any]:
    if draft is None:
        return {}
    papers = list(draft.documents.order_by("pk").values("paper", "source", "size", "sha256"))
    return {"papers": papers, "papers_by_source": Counter(paper["source"] for paper in papers)}


def take_over(draft: Draft, case: Application) -> None:
    draft.documents.update(application=case, draft=None)
    draft.delete()


def filing_facts(case: Application, calendar: int) -> dict[str, Any]:
    """What every count needs, so that it can be rebuilt when personal data is gone."""
    return {
        "procedure": case.procedure.code,
        "version": case.procedure_version.number,
        "returns_document": case.procedure_version.returns_document,
        "channel": case.channel,
        "assistance": case.assistance,
        "receiving_center": case.receiving_center.code,
        "deciding_agency": case.deciding_agency.code,
        "returning_center": case.returning_center.code,
        "reception_due_at": case.reception_due_at and case.reception_due_at.astimezone(UTC),
        "reception_hours": settings.APPLICATIONS_RECEPTION_HOURS,
        "calendar": calendar,
        "declared": evidence.declared_digest(case),
    }
