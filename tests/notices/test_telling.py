"""What is told of a deed, to whom, by which ways."""

from datetime import date, timedelta

import pytest

from caseflow.accounts.models import User
from caseflow.applications import lifecycle
from caseflow.applications.models import Event
from caseflow.applications.rescheduling.carrying_out import CALENDARS
from caseflow.applications.states import INTERNAL, Origin, State, Verb
from caseflow.notices.following import FOLLOWER, handle
from caseflow.notices.models import Message, Preference, Wording
from caseflow.notices.states import Channel, Outcome, Progress, Recipient
from citizens.models import Citizen, Representation
from tests.factories import IDENTITY, ITEMS, MONDAY, WAY_TO, a_citizen, case_in, filed_case
from tests.notices.letters import EMAIL, tell, told

TOLD_STATES = [state for state in WAY_TO if state != State.WITHDRAWN]


@pytest.mark.parametrize("state", TOLD_STATES)
def test_every_change_of_state_is_told_with_agency_office_times_and_address(office, state):
    mail = told(state, office).get(channel=Channel.EMAIL)
    case = mail.application
    shown = mail.body.splitlines()
    assert f"Mã hồ sơ: {case.number}" in shown
    offices = (case.receiving_center.name, case.deciding_agency.name)
    assert any(f"Cơ quan: {name}" in shown for name in offices)
    assert any(line.startswith("Bộ phận thực hiện: ") for line in shown)
    assert any(line.startswith("Thời điểm thực hiện: ") for line in shown)
    assert f"/tracking/#{case.number}.{case.tracking_key}" in mail.body
    assert "{" not in mail.subject + mail.body


def test_the_acceptance_tells_the_due_date_and_the_next_step(office):
    mail = told(State.RECEIVED, office).get(channel=Channel.EMAIL)
    assert mail.subject == f"Hồ sơ {mail.application.number} đã được tiếp nhận"
    assert "Hẹn trả kết quả: " in mail.body
    assert "Bước tiếp theo: " in mail.body
    assert "Thời điểm tiếp nhận: 09:00 02/03/2026" in mail.body


def test_a_notice_names_no_clerk(office):
    user = office.colleague("clerk")
    user.first_name, user.last_name = "Văn Hợp", "Nguyễn"
    user.save()
    mail = told(State.RECEIVED, office).get(channel=Channel.EMAIL)
    assert "Hợp" not in mail.body
    assert "cán bộ tiếp nhận" in mail.body


def test_a_supplement_request_says_what_is_missing(office):
    mail = told(State.SUPPLEMENT_REQUESTED, office).get(channel=Channel.EMAIL)
    assert ITEMS[0]["text"] in mail.body


def test_identity_numbers_in_an_offices_words_are_not_repeated(office):
    case = filed_case(office, email=EMAIL)
    reason = f"Số định danh {IDENTITY} và 025 184 000 123 không khớp"
    lifecycle.refuse(case.pk, actor=office.clerk, at=case.filed_at, reason=reason)
    mail = tell(case).get()
    assert "không khớp" in mail.body
    assert IDENTITY not in mail.body.replace(" ", "")


def test_the_same_event_handled_again_adds_nothing(office):
    first = list(told(State.FILED, office).values_list("pk", flat=True))
    handle(Event.objects.select_related("application").get())
    assert list(Message.objects.values_list("pk", flat=True)) == first


def test_an_applicant_without_an_account_is_told_at_the_declared_address(office):
    (mail,) = tell(filed_case(office, email=EMAIL))
    assert (mail.channel, mail.address, mail.recipient) == ("email", EMAIL, Recipient.APPLICANT)


def test_who_gave_only_a_telephone_gets_a_text_message(office):
    (text,) = tell(filed_case(office))
    assert (text.channel, text.address) == (Channel.SMS, "0912345678")
    assert "\n" not in text.body


def test_what_the_law_wants_told_and_nobody_can_be_told_is_a_visible_failure(office):
    case = case_in(State.REFUSED, office, phone="")
    (failure,) = tell(case)
    assert (failure.state, failure.outcome) == (Progress.FAILED, Outcome.NO_ADDRESS)


def test_a_citizen_who_switched_everything_off_still_finds_it_in_the_account(office):
    mai = a_citizen()
    Preference.objects.create(account=mai, email=False, sms=False, push=False)
    (message,) = tell(filed_case(office, by=mai, email=EMAIL))
    assert (message.channel, message.state) == (Channel.IN_APP, Progress.SENT)


@pytest.mark.parametrize("state", [State.REFUSED, State.SUPPLEMENT_REQUESTED, State.STOPPED])
def test_what_the_law_wants_told_is_mailed_whatever_was_chosen(office, state):
    mai = a_citizen()
    Preference.objects.create(account=mai, email=False, sms=False, push=False)
    messages = tell(case_in(state, office, by=mai, email=EMAIL))
    assert {message.channel for message in messages} == {Channel.IN_APP, Channel.EMAIL}


@pytest.mark.parametrize(
    ("state", "date", "subject"),
    [
        (State.RECEIVED, "due_at", "Ngày hẹn trả kết quả"),
        (State.FILED, "reception_due_at", "Hạn tiếp nhận hoặc trả lời"),
    ],
)
def test_a_date_that_a_new_calendar_moves_is_told_whatever_was_chosen(office, state, date, subject):
    mai = a_citizen()
    Preference.objects.create(account=mai, email=False, sms=False, push=False)
    case = case_in(state, office, by=mai, email=EMAIL)
    by = {"actor": CALENDARS, "calendar": 1, "document": "9/QĐ-TTg"}
    lifecycle.reschedule(case.pk, at=case.last_event_at, **by, **{date: MONDAY + timedelta(days=4)})
    mail = tell(case).get(channel=Channel.EMAIL)
    assert mail.subject.startswith(subject)
    assert "08:00 06/03/2026" in mail.body


def test_a_citizen_who_chose_english_reads_english(office):
    mai = a_citizen()
    Preference.objects.create(account=mai, language="en")
    mail = tell(filed_case(office, by=mai, email=EMAIL)).get(channel=Channel.EMAIL)
    assert mail.subject.endswith("has arrived")
    assert "Next step: The centre checks" in mail.body


def for_another(office):
    """Filed by Mai for her neighbour; who filed by which right stands in her representations."""
    case = filed_case(
        office,
        by=User.objects.get(username=f"citizen-{IDENTITY}"),
        identity_number="025184000999",
        email=EMAIL,
    )
    return {message.recipient for message in tell(case)}


def test_a_mere_helper_is_not_told(office):
    a_citizen()
    assert for_another(office) == {Recipient.APPLICANT}


def test_who_files_for_another_by_right_is_told_too(office):
    Representation.objects.create(
        representative=Citizen.objects.get(account=a_citizen()),
        person=Citizen.objects.get(account=a_citizen("025184000999", "Lò Thị Hoa")),
        basis="Giấy ủy quyền",
        valid_from=date(2026, 1, 1),
    )
    assert for_another(office) == {Recipient.APPLICANT, Recipient.SUBMITTER}


@pytest.mark.parametrize("verb", [*INTERNAL, Verb.ATTACH, Verb.RATE, Verb.IMPORTED])
def test_the_offices_own_thinking_is_told_to_nobody(verb):
    assert verb not in FOLLOWER.verbs


def test_nobody_is_told_of_imported_or_synthetic_events():
    assert FOLLOWER.origins == {Origin.LIVE}


def test_a_verb_of_tomorrow_that_moves_the_file_is_told_in_general_words(office):
    case = filed_case(office, email=EMAIL)
    event = Event.objects.select_related("application").get(application=case)
    event.verb, event.from_state, event.to_state = "tomorrow", State.FILED, State.RECEIVED
    handle(event)
    assert Message.objects.get().subject == f"Hồ sơ {case.number} có thay đổi"


def test_a_verb_of_tomorrow_that_moves_nothing_is_told_to_nobody(office):
    case = filed_case(office, email=EMAIL)
    event = Event.objects.select_related("application").get(application=case)
    event.verb, event.from_state = "tomorrow", event.to_state
    handle(event)
    assert not Message.objects.exists()


def test_a_poisoned_text_is_replaced_by_the_shipped_one(office):
    Wording.objects.create(
        key="file",
        language="vi",
        number=1,
        subject="{no_such_thing}",
        body="x",
        changed_by=office.colleague("leader"),
        changed_at=filed_case(office).filed_at,
    )
    (message,) = tell(filed_case(office, email=EMAIL))
    assert message.subject.startswith("Đã nhận hồ sơ")
    assert message.wording_number == 0
