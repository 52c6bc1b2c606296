"""Offices, people and cases for tests of whole deeds; cases are made by the real verbs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from caseflow.accounts.models import AccessToken, Role, User
from caseflow.applications import filing, lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.states import ApplicantKind, Correction, Defect, Outcome, State
from caseflow.centers.models import Agency, Calendar, Officer
from citizens.models import Citizen
from procedures.models import ProcedureVersion
from tests.centers.factories import ServiceCenterFactory
from tests.centers.factories import published as published_calendar
from tests.procedures.factories import published as published_procedure

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 08:00 in Việt Nam
IDENTITY = "025184000123"
FORM = {
    "type": "object",
    "properties": {
        "child_name": {"type": "string", "title": "Họ tên trẻ", "maxLength": 100},
        "copies": {"type": "integer", "title": "Số bản sao", "minimum": 0},
    },
    "required": ["child_name"],
    "additionalProperties": False,
}
PASSWORD = "correct horse"


@dataclass
class Office:
    """A commune centre with a clerk, an officer and a leader."""

    center: Agency

    def colleague(self, role: Role) -> User:
        name = f"{role}-{self.center.code}"
        user = User.objects.filter(username=name).first()
        if user is None:
            user = User.objects.create_user(name, password=PASSWORD, role=role, is_staff=True)
            Officer.objects.create(user=user, agency=self.center)
        return user

    @cached_property
    def clerk(self) -> Actor:
        return Actor.of(self.colleague(Role.CLERK))

    @cached_property
    def officer(self) -> Actor:
        return Actor.of(self.colleague(Role.OFFICER))

    @cached_property
    def leader(self) -> Actor:
        return Actor.of(self.colleague(Role.LEADER))


def an_office() -> Office:
    if not Calendar.objects.exists():
        published_calendar()
    return Office(ServiceCenterFactory())


def a_procedure(**fields: Any) -> ProcedureVersion:
    return published_procedure(**{"form_schema": FORM} | fields)


def a_citizen(identity: str = IDENTITY, name: str = "Lò Thị Quỳnh Mai") -> User:
    user = User.objects.create_user(f"citizen-{identity}", password=PASSWORD)
    Citizen.objects.create(
        identity_number=identity, full_name=name, date_of_birth=date(1984, 5, 6), account=user
    )
    return user


def a_supervisor() -> User:
    return User.objects.create_user(
        "supervisor", password=PASSWORD, role=Role.SUPERVISOR, is_staff=True
    )


def token_of(user: User) -> str:
    return AccessToken.objects.grant(user, at=datetime.now(UTC))


def an_applicant(**changes: Any) -> filing.Applicant:
    mai = filing.Applicant(
        kind=ApplicantKind.PERSON,
        identity_number=IDENTITY,
        full_name="Lò Thị Quỳnh Mai",
        date_of_birth=date(1984, 5, 6),
        phone="0912345678",
    )
    return replace(mai, **changes)


def a_filing(office: Office) -> dict[str, Any]:
    """The body with which Mai files in her own name."""
    return {
        "procedure": a_procedure().procedure.code,
        "receiving_center": office.center.code,
        "applicant": {
            "kind": "person",
            "identity_number": IDENTITY,
            "full_name": "Lò Thị Quỳnh Mai",
            "date_of_birth": "1984-05-06",
        },
        "form": {"child_name": "Lò Văn An"},
    }


def filed_case(
    office: Office,
    *,
    by: User | Actor | None = None,
    version: ProcedureVersion | None = None,
    at: datetime = MONDAY,
    sent: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Application:
    """Filed by the clerk for a citizen unless `by` says otherwise; `sent` goes along with it."""
    version = version or a_procedure()
    submission = filing.Submission(
        procedure=version.procedure.code,
        receiving_center=office.center.code,
        applicant=an_applicant(**changes),
        form={"child_name": "Lò Văn An"},
        **(sent or {}),
    )
    actor = Actor.of(by) if isinstance(by, User) else by or office.clerk
    return filing.file(submission, actor=actor, at=at)


def case_in(state: State, office: Office, **filing_options: Any) -> Application:
    """A case led to this state by the verbs, an hour apart."""
    case = filed_case(office, **filing_options)
    later = case.filed_at
    for verb, actor, inputs in WAY_TO[state]:
        later += timedelta(hours=1)
        act = lifecycle.VERBS[verb]
        who = getattr(office, actor) if actor != "system" else Actor.system("tests")
        act(case.pk, actor=who, at=later, **inputs)
    return Application.objects.get(pk=case.pk)


RECEIVED = [("receive", "clerk", {})]
IN_REVIEW = [*RECEIVED, ("start_review", "clerk", {})]
DECIDED = [*IN_REVIEW, ("approve", "leader", {})]
SIGNED = {"reference": "tests/1", "digest": "a" * 64, "electronic": True}
ISSUED = [*DECIDED, ("issue", "system", SIGNED)]
ITEMS = [{"paper": "other", "defect": Defect.MISSING, "text": "Bổ sung giấy chứng sinh"}]
WAY_TO: dict[State, list[tuple[str, str, dict[str, Any]]]] = {
    State.FILED: [],
    State.RECEIVED: RECEIVED,
    State.REFUSED: [("refuse", "clerk", {"reason": "Không thuộc thẩm quyền"})],
    State.IN_REVIEW: IN_REVIEW,
    State.SUPPLEMENT_REQUESTED: [
        *RECEIVED,
        ("request_supplement", "clerk", {"items": ITEMS}),
    ],
    State.PAYMENT_DUE: [*IN_REVIEW, ("request_payment", "officer", {"amount": 8000})],
    State.WITHDRAWN: [("withdraw", "clerk", {})],
    State.STOPPED: [*IN_REVIEW, ("stop", "leader", {"reason": "Theo đề nghị"})],
    State.DECIDED: DECIDED,
    State.ISSUED: ISSUED,
    State.RETURNED: [*ISSUED, ("return_result", "clerk", {})],
}
#: A valid body for each verb that needs one.
BODIES: dict[str, dict[str, Any]] = {
    "refuse": {"reason": "lý do"},
    "request_supplement": {"items": ITEMS},
    "propose": {"outcome": Outcome.APPROVED, "text": "đủ điều kiện"},
    "request_payment": {"amount": 8000},
    "reject": {"reason": "lý do"},
    "revoke_decision": {"reason": "lý do"},
    "issue": SIGNED,
    "stop": {"reason": "lý do"},
    "answer_consultation": {"answer": "đồng ý"},
    "note": {"text": "ghi chú"},
    "object": {"text": "tôi không nhờ ai nộp"},
    "rate": {"rating": 5},
    "correct": {"text": "sai họ tên"},
    "close_correction": {"finding": Correction.UNFOUNDED},
    "amend": {"reason": "sai họ tên"},
    "revoke_amendment": {"reason": "không sai"},
    "reissue": SIGNED | {"reference": "tests/2"},
}
