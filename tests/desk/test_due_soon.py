from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.models import Application
from caseflow.applications.states import Outcome, State
from caseflow.desk import waiting
from tests.factories import MONDAY, a_procedure, an_office, case_in

pytestmark = pytest.mark.django_db
LIST = "/admin/applications/application/"


def why(case):
    case = Application.objects.select_related("officer").get(pk=case.pk)
    with override("en"):
        return waiting.reasons([case])[case.pk]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.FILED, "reception: not received yet"),
        (State.RECEIVED, "reception: not handed over yet"),
        (State.IN_REVIEW, "nobody: no case officer assigned yet"),
        (State.SUPPLEMENT_REQUESTED, "applicant: supplement not supplied yet"),
        (State.PAYMENT_DUE, "applicant: not paid yet"),
        (State.DECIDED, "signature: the result is not issued yet"),
        (State.RETURNED, ""),
    ],
)
def test_the_state_tells_at_whose_desk_a_file_waits(office, state, told):
    assert why(case_in(state, office)) == told


def test_in_review_the_last_deed_tells_whose_move_it_is(office):
    case, at = case_in(State.IN_REVIEW, office), MONDAY
    officer = office.colleague(Role.OFFICER)
    lifecycle.assign(case.pk, actor=office.leader, at=at, officer=officer.pk)
    assert why(case) == f"{officer.username}: no outcome proposed yet"
    said = {"outcome": Outcome.APPROVED, "text": "đủ"}
    lifecycle.propose(case.pk, actor=office.officer, at=at, **said)
    lifecycle.note(case.pk, actor=office.officer, at=at, text="đã gọi")
    assert why(case) == "leader: proposed, not decided yet"
    lifecycle.approve(case.pk, actor=office.leader, at=at)
    lifecycle.revoke_decision(case.pk, actor=office.leader, at=at, reason="nhầm")
    assert why(case) == f"{officer.username}: no outcome proposed yet"


def test_the_queue_lists_what_is_due_soon_with_the_reason(office, desk, settings):
    settings.NOTICES_DUE_SOON_DAYS = 365 * 30
    now = datetime.now(UTC)
    case = case_in(State.RECEIVED, office, at=now - timedelta(hours=2))
    case_in(State.RECEIVED, office)
    page = desk(Role.CLERK).get(LIST, {"queue": "due_soon"})
    (row,) = page.context["listing"].rows
    assert row.case.number == case.number
    assert row.waits_for == "reception: not handed over yet"
    assert "reception: not handed over yet" in page.content.decode()


def test_the_queue_costs_the_same_queries_for_one_file_and_many(
    office, desk, django_assert_max_num_queries
):
    clerk, version, now = desk(Role.CLERK), a_procedure(), datetime.now(UTC)
    for count in (1, 8):
        for _ in range(count):
            case_in(State.IN_REVIEW, office, version=version, at=now - timedelta(hours=3))
        with django_assert_max_num_queries(11):
            clerk.get(LIST, {"queue": "due_soon"})


def test_other_offices_files_are_not_due_at_this_desk(office, desk):
    case_in(State.RECEIVED, an_office(), at=datetime.now(UTC) - timedelta(hours=2))
    assert desk(Role.CLERK).get(LIST, {"queue": "due_soon"}).context["listing"].rows == []
