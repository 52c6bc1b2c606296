from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from caseflow.applications import lifecycle, rescheduling
from caseflow.applications.models import Application, CalendarChange, Event
from caseflow.applications.states import State, Verb
from caseflow.applications.verification import Verification
from caseflow.centers.models import CalendarVersion
from caseflow.centers.working_time import VIETNAM
from tests.centers.factories import OFFICE_WEEK, holiday, published
from tests.factories import MONDAY, a_procedure, an_office, case_in, filed_case

pytestmark = pytest.mark.django_db

#: Everything so far was counted by Monday to Friday; Thursday is taken away.
THURSDAY = "2026-03-05"
NOW = MONDAY + timedelta(hours=6)


@pytest.fixture(autouse=True)
def _everybody_knows_the_new_version(settings):
    settings.CASEFLOW_REFERENCE_CACHE_SECONDS = 0


@pytest.fixture
def office():
    return an_office()


def office_time(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def change(*days, **owner):
    """Publishes these days off and moves what they move."""
    version = published(*map(holiday, days), **owner)
    begun = rescheduling.begin(version, at=NOW)
    while rescheduling.carry_out(at=NOW):
        pass
    return rescheduling.progress(begun)


def events_of(case):
    return list(Event.objects.of(case).filter(verb=Verb.RESCHEDULE))


def no_faults():
    return not list(Verification().of(Application.objects.all()))


def test_a_date_behind_a_new_day_off_moves_by_an_event_of_its_own(office):
    case = case_in(State.IN_REVIEW, office)
    assert change(THURSDAY).moved == 1
    after = Application.objects.get(pk=case.pk)
    assert after.due_at == case.due_at + timedelta(days=1)
    assert after.due_original_at == case.due_original_at
    (event,) = events_of(case)
    newest = CalendarVersion.objects.get(number=2)
    assert event.payload["calendar"] == newest.pk
    assert event.payload["document"] == newest.decision
    assert (event.actor_role, event.origin) == ("system", "live")
    assert no_faults()


def test_a_date_before_the_new_day_off_stays(office):
    case = case_in(State.IN_REVIEW, office)
    assert change("2026-03-09").moved == 0
    assert events_of(case) == []


def test_what_is_decided_late_is_applied_once(office):
    case = case_in(State.IN_REVIEW, office)
    change(THURSDAY)
    rescheduling.begin(CalendarVersion.objects.get(number=2), at=NOW)
    rescheduling.carry_out(at=NOW)
    assert len(events_of(case)) == 1


def test_a_file_that_waits_for_reception_gets_its_working_hours(office):
    case = filed_case(office, at=MONDAY + timedelta(hours=8))  # 16:00
    assert case.reception_due_at == office_time("2026-03-03 16:00")
    change("2026-03-03")
    after = Application.objects.get(pk=case.pk)
    assert after.reception_due_at == office_time("2026-03-04 16:00")
    assert no_faults()


@pytest.mark.parametrize("policy", ["restart", "shift", "none"])
def test_a_period_that_waited_is_counted_again_from_its_chain(office, settings, policy):
    settings.APPLICATIONS_SUPPLEMENT_POLICY = policy
    case = case_in(State.SUPPLEMENT_REQUESTED, office)
    lifecycle.supply(case.pk, actor=office.clerk, at=MONDAY + timedelta(hours=5), text="đã đủ")
    before = Application.objects.get(pk=case.pk).due_at
    change(THURSDAY)
    assert Application.objects.get(pk=case.pk).due_at == before + timedelta(days=1)
    assert no_faults()


def test_a_promised_day_that_is_taken_away_moves_to_the_next(office):
    case = case_in(State.IN_REVIEW, office)
    promised = office_time("2026-03-12 10:00")
    at = case.last_event_at
    lifecycle.extend(case.pk, actor=office.leader, at=at, due_at=promised, reason="quá tải")
    assert change("2026-03-10").moved == 0
    assert change("2026-03-10", "2026-03-12").moved == 1
    assert Application.objects.get(pk=case.pk).due_at == office_time("2026-03-13 10:00")
    assert no_faults()


def test_a_date_never_moves_into_the_past(office, settings):
    settings.APPLICATIONS_BACKDATING_HOURS = 100_000
    published(holiday(THURSDAY))
    case = case_in(State.IN_REVIEW, office)
    assert change().moved == 0  # Thursday is worked again, and long over
    assert events_of(case) == []


def test_a_calendar_of_its_own_keeps_an_office_out(office):
    case = case_in(State.IN_REVIEW, office)
    published(agency=office.center.parent, hours=OFFICE_WEEK | {"5": [["07:00", "11:30"]]})
    assert change(THURSDAY).moved == 0
    assert events_of(case) == []


def test_finished_files_and_files_without_a_limit_stay(office):
    case_in(State.RETURNED, office)
    case_in(State.IN_REVIEW, office, version=a_procedure(limit_unit="", limit_amount=None))
    assert change(THURSDAY).moved == 0


def test_batches_go_on_from_their_mark(office, settings):
    settings.APPLICATIONS_CALENDAR_BATCH = 2
    version = a_procedure()
    cases = [case_in(State.RECEIVED, office, version=version) for _case in range(5)]
    begun = rescheduling.begin(published(holiday(THURSDAY)), at=NOW)
    rescheduling.carry_out(at=NOW, seconds=0)
    assert rescheduling.progress(begun).moved == 2
    while rescheduling.carry_out(at=NOW):
        pass
    assert rescheduling.progress(begun).moved == 5
    assert [len(events_of(case)) for case in cases] == [1] * 5


def test_nothing_is_moved_while_somebody_may_count_by_the_old_version(office, settings):
    settings.CASEFLOW_REFERENCE_CACHE_SECONDS = 10
    case_in(State.IN_REVIEW, office)
    begun = rescheduling.begin(published(holiday(THURSDAY)), at=NOW)
    assert not rescheduling.carry_out(at=NOW + timedelta(seconds=9))
    assert rescheduling.progress(begun).parts == 0


def test_a_version_that_was_followed_by_another_is_refused(office):
    older = published(holiday(THURSDAY))
    published(holiday("2026-03-10"))
    with pytest.raises(rescheduling.NotInForce):
        rescheduling.begin(older, at=NOW)
    assert not CalendarChange.objects.exists()


def test_a_preview_names_the_files_and_moves_none(office):
    case = case_in(State.IN_REVIEW, office)
    version = published(holiday(THURSDAY))
    output = StringIO()
    call_command("change_calendar", version.pk, preview=True, stdout=output)
    told = output.getvalue()
    assert f"{case.number}: 2026-03-05T09:00:00+07:00 → 2026-03-06T09:00:00+07:00" in told
    assert "moved 1\nlater 1\nearlier 0" in told
    assert not events_of(case)


def test_the_command_moves_and_counts(office):
    case = case_in(State.IN_REVIEW, office)
    version = published(holiday(THURSDAY))
    output = StringIO()
    call_command("change_calendar", version.pk, stdout=output, stderr=StringIO())
    assert output.getvalue() == "looked_at 1\nmoved 1\n"
    assert len(events_of(case)) == 1


def test_the_command_refuses_a_version_that_is_not_there(office):
    with pytest.raises(CommandError, match="no calendar version 999999"):
        call_command("change_calendar", 999_999)
