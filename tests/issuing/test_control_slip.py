"""Form 06: who handed the file to whom, drawn from the events."""

from datetime import timedelta

import pytest

from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Event
from caseflow.applications.states import State
from caseflow.issuing import handovers, slips
from caseflow.issuing.models import Slip
from procedures.models import Step
from tests.factories import MONDAY, a_procedure, an_office, case_in
from tests.issuing.papers import follow_up, text_of

pytestmark = pytest.mark.django_db


def rows_of(case: Application) -> list[handovers.HandOver]:
    return handovers.way_of(case, list(Event.objects.of(case))).done


def test_every_hand_over_names_who_gave_and_who_took(office):
    case = case_in(State.RETURNED, office)
    center, agency = case.receiving_center.name, case.deciding_agency.name
    parties = [(row.giver, row.receiver) for row in rows_of(case)]
    assert parties == [
        ("Người nộp hồ sơ", center),
        (center, agency),
        (agency, center),
        (center, "Người nộp hồ sơ"),
    ]


def test_a_hand_over_is_early_on_time_or_late_by_its_own_term(office):
    case = case_in(State.RETURNED, office)
    results = [row.result for row in rows_of(case)]
    assert results == ["Trước hạn", "Đúng hạn", "Trước hạn", ""]


def test_an_appointment_is_kept_by_the_day(office):
    event = Event(at=MONDAY + timedelta(hours=12))
    row = handovers.HandOver(event, "", "", term=MONDAY, by_day=True)
    assert row.result == handovers.ON_TIME
    assert handovers.HandOver(event, "", "", term=MONDAY).result == handovers.LATE
    assert handovers.HandOver(event, "", "", term=MONDAY + timedelta(days=1)).result == "Trước hạn"


def test_a_reception_after_its_hours_is_late(office):
    late = case_in(State.FILED, office)
    lifecycle.receive(late.pk, actor=office.clerk, at=MONDAY + timedelta(days=3))
    [received] = rows_of(Application.objects.get())
    assert received.result == "Quá hạn"


def test_the_steps_of_the_procedure_set_the_terms_where_it_has_any(office):
    version = a_procedure()
    case = case_in(State.IN_REVIEW, office, version=version)
    steps = [Step(version=version, order=1, title="Xem", minutes=30, role="clerk")]
    way = handovers.Way(case, {}, {step.role: step.minutes for step in steps})
    for event in Event.objects.of(case):
        way.take(event)
    # Received at 09:00, handed over at 10:00, half an hour was given.
    assert [row.result for row in way.done] == ["Trước hạn", "Quá hạn"]


def test_a_consulted_agency_is_named_and_the_file_stays(office):
    case = case_in(State.IN_REVIEW, office)
    other = an_office().center
    asked = {"agency": other, "question": "Có tranh chấp?", "answer_by": MONDAY.date()}
    lifecycle.consult(case.pk, actor=office.officer, at=case.last_event_at, **asked)
    case = Application.objects.get(pk=case.pk)
    sheet = handovers.control(Event.objects.of(case).last())
    assert sheet["coordinating"] == [other.name]
    assert sheet["rows"][-1]["note"] == "lấy ý kiến, trả lời trước 02/03/2026"
    assert "Có tranh chấp" not in str(sheet)


def test_papers_under_way_are_hand_overs_with_a_term_of_their_own(office):
    case = case_in(State.IN_REVIEW, office)
    lifecycle.transfer(
        case.pk, actor=office.leader, at=case.last_event_at, agency=an_office().center, reason="Xa"
    )
    late = case.last_event_at + timedelta(days=5)
    lifecycle.send_paper(case.pk, actor=office.clerk, at=case.last_event_at)
    lifecycle.receive_paper(case.pk, actor=office.clerk, at=late)
    *_others, sent, taken_in = rows_of(Application.objects.get())
    assert (sent.note, sent.result) == ("gửi hồ sơ giấy", "")
    assert (taken_in.note, taken_in.result) == ("đã nhận hồ sơ giấy", "Quá hạn")
    assert sent.giver == case.receiving_center.name


@pytest.mark.poppler
@pytest.mark.parametrize("state", [State.FILED, State.IN_REVIEW, State.STOPPED, State.RETURNED])
def test_the_slip_can_be_had_at_any_moment(office, state):
    text = text_of(slips.control_slip(case_in(state, office)))
    assert "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ" in text
    assert handovers.STATES[state] in text


def test_the_same_events_give_the_same_slip(office):
    case = case_in(State.IN_REVIEW, office)
    assert slips.control_slip(case) == slips.control_slip(case)


def test_the_last_one_is_kept_when_the_case_ends(office):
    case = follow_up(case_in(State.RETURNED, office))
    kept = Slip.objects.get(form="06")
    assert kept.number == f"{case.number}.{case.last_sequence}/PKS"
    assert len(kept.sheet["rows"]) == 4
    assert kept.sheet["state"] == "đã trả kết quả"
