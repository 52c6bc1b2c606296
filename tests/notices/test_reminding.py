"""Reminders to the staff: reception, files due soon, overdue answers; each once."""

from datetime import UTC, datetime, timedelta

import pytest

from caseflow.accounts.models import Role
from caseflow.applications import history, lifecycle
from caseflow.applications.models import Event
from caseflow.applications.numbering import next_numbers
from caseflow.applications.states import Origin, State
from caseflow.notices import awaiting, digests, reminding
from caseflow.notices.following import FOLLOWER
from caseflow.notices.models import Message
from caseflow.notices.states import Channel
from tests.applications import histories
from tests.centers.factories import AgencyFactory
from tests.factories import MONDAY, a_procedure, case_in, filed_case

HOUR = timedelta(hours=1)
#: From 08:00 on, with the midday break from 11:30 to 13:30: at 14:00 and at 17:00.
AFTER_FOUR, AFTER_SEVEN = MONDAY + 6 * HOUR, MONDAY + 9 * HOUR


@pytest.fixture(autouse=True)
def _clerk(office):
    office.colleague(Role.CLERK)
    office.colleague(Role.LEADER)


def reminders(**fields):
    return Message.objects.filter(recipient="staff", **fields).order_by("pk")


def remind(at):
    reminding.remind_of_reception(at=at)
    return list(reminders(wording="reception_waits", channel=Channel.IN_APP))


def test_a_clerk_is_reminded_after_four_and_after_seven_working_hours(office):
    case = filed_case(office)
    assert remind(MONDAY + 3 * HOUR) == []
    (first,) = remind(AFTER_FOUR)
    assert case.number in first.body
    assert "quá 4 giờ" in first.subject
    (_first, second) = remind(AFTER_SEVEN)
    assert "quá 7 giờ" in second.subject


def test_a_reminder_is_written_once_however_often_the_job_runs(office):
    filed_case(office)
    remind(AFTER_FOUR)
    assert len(remind(AFTER_FOUR + HOUR / 4)) == 1


def test_whoever_slept_through_the_first_mark_hears_the_last_only(office):
    filed_case(office)
    (reminder,) = remind(AFTER_SEVEN)
    assert "quá 7 giờ" in reminder.subject
    assert len(remind(AFTER_SEVEN + HOUR)) == 1


def test_nobody_is_reminded_of_what_was_received(office):
    case_in(State.RECEIVED, office)
    assert remind(AFTER_SEVEN) == []


@pytest.mark.parametrize("origin", [Origin.IMPORTED, Origin.SYNTHETIC])
def test_nobody_is_told_of_files_that_were_loaded_in_bulk(office, origin):
    unsaved = histories.case(office.center, a_procedure(), "")
    unsaved.origin, unsaved.applicant_email = origin, "mai@example.vn"
    (unsaved.number,) = next_numbers(unsaved.deciding_agency, MONDAY.date())
    history.write([history.filed(unsaved, actor=office.clerk, at=MONDAY, recorded_at=MONDAY)])
    assert not any(FOLLOWER.wants(event) for event in Event.objects.all())
    digests.send_digests(at=AFTER_SEVEN)
    assert remind(AFTER_SEVEN) == []
    assert not Message.objects.exists()


def digest_of(office, role, at):
    digests.send_digests(at=at)
    user = office.colleague(role)
    return reminders(wording="due_soon", account=user, channel=Channel.IN_APP)


def test_each_morning_a_leader_reads_what_is_due_soon_and_why_it_waits(office):
    case = case_in(State.IN_REVIEW, office, version=a_procedure(limit_amount=1))
    (digest,) = digest_of(office, Role.LEADER, MONDAY + timedelta(hours=3))
    assert case.number in digest.body
    assert "còn 1 ngày" in digest.body
    assert "chưa phân công" in digest.body


def test_an_officer_reads_of_the_own_files_only(office):
    first, second = (case_in(State.IN_REVIEW, office, version=v) for v in two_procedures())
    lifecycle.assign(
        first.pk, actor=office.clerk, at=MONDAY + 3 * HOUR, officer=office.officer.account
    )
    (digest,) = digest_of(office, Role.OFFICER, MONDAY + 4 * HOUR)
    assert first.number in digest.body
    assert second.number not in digest.body


def two_procedures():
    return [a_procedure(limit_amount=1) for _number in range(2)]


def test_the_digest_comes_once_a_day_and_on_working_days_only(office):
    case_in(State.IN_REVIEW, office, version=a_procedure(limit_amount=1))
    sunday = MONDAY - timedelta(days=1)
    assert not digest_of(office, Role.LEADER, sunday).exists()
    for hour in (2, 3):
        assert digest_of(office, Role.LEADER, MONDAY + hour * HOUR).count() == 1
    assert digest_of(office, Role.LEADER, MONDAY + timedelta(days=1)).count() == 2


def test_who_has_nothing_due_gets_no_digest(office):
    case_in(State.IN_REVIEW, office, version=a_procedure(limit_amount=20))
    assert not digest_of(office, Role.LEADER, MONDAY + 3 * HOUR).exists()


def test_the_head_hears_of_an_overdue_answer_once(office):
    case = case_in(State.IN_REVIEW, office)
    agency = AgencyFactory()
    lifecycle.consult(
        case.pk,
        actor=office.officer,
        at=MONDAY + 3 * HOUR,
        agency=agency,
        question="Có quy hoạch không?",
        answer_by=datetime(2026, 3, 4, tzinfo=UTC).date(),
    )
    for day in (2, 3, 4):
        awaiting.remind_of_answers(at=MONDAY + timedelta(days=day))
    (told,) = reminders(wording="answer_overdue", channel=Channel.IN_APP)
    assert agency.name in told.body
    assert told.account == office.colleague(Role.LEADER)
