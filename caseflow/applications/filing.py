"""Filing: from what somebody sent to a numbered case with its first event."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.accents import fold
from caseflow.applications import circumstances, deadlines, evidence, following, helping
from caseflow.applications.actors import Actor
from caseflow.applications.circumstances import Extra
from caseflow.applications.models import Application, Draft, HelperSession
from caseflow.applications.numbering import next_numbers
from caseflow.applications.places import center_called, deciding_agency, refused, returning_center
from caseflow.applications.refusals import KeyReused, refuse_bad_form
from caseflow.applications.states import ApplicantKind, Assistance, Channel, State, Verb
from caseflow.centers.calendars import working_time_for
from caseflow.centers.models import Agency
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
    """What was sent. `channel` counts only where staff file, and at the counter they sit; a
    citizen's own way is online."""

    procedure: str
    receiving_center: str
    applicant: Applicant
    form: Mapping[str, Any] = field(default_factory=dict)
    channel: Channel | None = None
    returning_center: str = ""
    #: Who shall decide, where that is not the agency behind the receiving centre.
    deciding_agency: str = ""
    #: Who typed it, as the sender says; stored beside what follows from the facts.
    assistance: str = ""
    #: The session that a person opened for their helper; counts only if it is the sender's own.
    helper_session: UUID | None = None
    #: The key of the counter device whose signed cookie came along.
    device: int | None = None
    #: The draft this was typed as; its papers go with the case, and it is gone.
    draft: Draft | None = None
    #: False for a visit that is turned away: no form was filled in, so none is judged.
    handed_in: bool = True


@dataclass(frozen=True, slots=True)
class Key:
    """An idempotency key and the digest of the body it came with.

    A helper's session is a key by itself: its one application is whoever's the person is.
    """

    text: str
    digest: str
    session: UUID | None = None


def filed_before(key: Key, *, user_id: int | None) -> Application | None:
    """The application this account filed with the key; `KeyReused` if the body was another."""
    cases = Application.objects.only(*ANSWERED, "request_digest")
    case: Application | None
    if key.session:
        own = Q(helper_session__reference=key.session, helper_session__helper=user_id)
        case = cases.filter(own, request_digest=key.digest).first()
        return case
    case = cases.filter(submitted_by=user_id, idempotency_key=key.text).first()
    if case and case.request_digest != key.digest:
        raise KeyReused
    return case


def file(
    submission: Submission, *, actor: Actor, at: datetime, key: Key | None = None
) -> Application:
    """One transaction: number, case, first event.

    Raises `FilingRefused` with fields to mend, `HelpRefused` where a helper may not file.
    """
    version = version_in_force(submission.procedure)
    center = center_called(submission.receiving_center, "receiving_center")
    if submission.handed_in:
        refuse_bad_form(version, submission.form)
    extra = circumstances_of(submission, actor=actor, at=at)
    if extra.session:
        case = helped_case(submission, version, center, extra.session, at=at)
        actor = helping.helper_in(extra.session)
    else:
        case = case_of(submission, version, center, actor=actor, at=at)
    if key:
        case.idempotency_key, case.request_digest = key.text, key.digest
    try:
        keep(case, submission.draft, extra, actor=actor, at=at)
    except IntegrityError:
        earlier = key and filed_before(key, user_id=case.submitted_by_id)
        if not earlier:
            raise
        return earlier
    return case


@transaction.atomic
def keep(
    case: Application, draft: Draft | None, extra: Extra, *, actor: Actor, at: datetime
) -> None:
    """The numbered case, its first event, and what else is known of the filing."""
    extra.hold(at=at)
    calendar = working_time_for(case.receiving_center_id)
    (case.number,) = next_numbers(case.deciding_agency, filing_day(at))
    case.file(reception_due_at=deadlines.reception(calendar, at).due_at)
    facts = filing_facts(case, calendar.version) | extra.facts() | papers_of(draft)
    evidence.append(case, Verb.FILE, from_state=State.DRAFT, payload=facts, actor=actor, at=at)
    extra.keep(case)
    if draft:
        take_over(draft, case)
    following.hint_after_commit()


def circumstances_of(submission: Submission, *, actor: Actor, at: datetime) -> Extra:
    return circumstances.of_filing(
        actor=actor,
        at=at,
        channel=submission.channel or "",
        assistance=submission.assistance,
        device=submission.device,
        session=submission.helper_session,
    )


def helped_case(
    submission: Submission,
    version: ProcedureVersion,
    center: Agency,
    session: HelperSession,
    *,
    at: datetime,
) -> Application:
    """The case of the person who gave the code: they hand it in, whoever types."""
    helping.refuse_other_person(
        session,
        kind=submission.applicant.kind,
        number=submission.applicant.identity_number,
        phone=submission.applicant.phone,
        procedure=submission.procedure,
        on=filing_day(at),
    )
    person = helping.person_behind(session)
    case = case_of(submission, version, center, actor=person, at=at)
    case.assistance = Assistance.ASSISTED
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


def case_of(
    submission: Submission, version: ProcedureVersion, center: Agency, *, actor: Actor, at: datetime
) -> Application:
    """The unsaved case; the applicant is linked to a citizen only on proven identity."""
    applicant = submission.applicant
    own = is_own_file(applicant, actor)
    case: Application = Application(
        procedure=version.procedure,
        procedure_version=version,
        receiving_center=center,
        deciding_agency=deciding_agency(version, center, submission.deciding_agency),
        returning_center=returning_center(submission.returning_center, center),
        channel=(submission.channel or Channel.COUNTER) if actor.is_staff else Channel.ONLINE,
        assistance=assistance(submission, actor, own=own, on=filing_day(at)),
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


def assistance(submission: Submission, actor: Actor, *, own: bool, on: date) -> Assistance:
    """From facts, not from what the sender says: whose account filed for whom."""
    if actor.is_staff:
        return Assistance.STAFF
    whom, code = submission.applicant.identity_number, submission.procedure
    allows = Representation.objects.allows
    if own or allows(actor.citizen_id, whom, procedure=code, on=on):
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
        "online_level": case.procedure_version.online_level,
        "channel": case.channel,
        "assistance": case.assistance,
        "identified": case.applicant_id is not None,
        "receiving_center": case.receiving_center.code,
        "deciding_agency": case.deciding_agency.code,
        "returning_center": case.returning_center.code,
        "reception_due_at": case.reception_due_at and case.reception_due_at.astimezone(UTC),
        "reception_hours": settings.APPLICATIONS_RECEPTION_HOURS,
        "calendar": calendar,
        "declared": evidence.declared_digest(case),
    }
