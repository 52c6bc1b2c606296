"""Messages and their texts at the desk: what failed, who was told, which words are used."""

import pytest

from caseflow.accounts.models import Role, User
from caseflow.applications.states import State
from caseflow.notices.models import Message, OutboxItem, Wording
from caseflow.notices.states import Progress
from tests.factories import a_supervisor, an_office, case_in
from tests.notices.letters import EMAIL, a_message, tell

LIST = "/admin/notices/message/"
TEXTS = "/admin/notices/wording/"
TEXT = f"{TEXTS}file/vi/"
GOOD = {"seen": "0", "subject": "Mới {number}", "body": "Nội dung mới", "short": "Moi"}


@pytest.fixture
def failed(office):
    """A refusal by the mail server, of a file of the office."""
    (message,) = tell(case_in(State.REFUSED, office, email=EMAIL))
    Message.objects.filter(pk=message.pk).update(state=Progress.FAILED, outcome="refused")
    return message


@pytest.fixture
def admin(desk):
    return desk(User.objects.create_superuser("admin", role=Role.ADMIN))


def text(page):
    return page.content.decode()


def test_a_clerk_sees_what_was_not_delivered_with_its_address(desk, failed):
    shown = text(desk(Role.CLERK).get(LIST))
    assert failed.application.number in shown
    assert EMAIL in shown
    assert "the service refuses this address" in shown


def test_who_does_not_handle_the_file_sees_the_address_masked(desk, failed):
    shown = text(desk(a_supervisor()).get(LIST))
    assert failed.application.number in shown
    assert EMAIL not in shown


def test_another_office_sees_nothing_of_it_and_sends_nothing_again(desk, failed):
    stranger = desk(an_office().colleague(Role.CLERK))
    assert failed.application.number not in text(stranger.get(LIST))
    stranger.post(f"{LIST}resend/", {"message": [failed.pk]})
    assert Message.objects.get().state == Progress.FAILED


def test_a_clerk_sends_a_failed_message_again(desk, failed):
    clerk = desk(Role.CLERK)
    answer = clerk.post(f"{LIST}resend/", {"message": [failed.pk]}, follow=True)
    assert "1 message is sent again." in text(answer)
    assert Message.objects.get().state == Progress.WAITING


@pytest.mark.parametrize("keys", [[], ["x"], ["9" * 40], ["-1"]])
def test_choosing_nothing_usable_says_so(desk, failed, keys):
    answer = desk(Role.CLERK).post(f"{LIST}resend/", {"message": keys}, follow=True)
    assert "Nothing could be sent again" in text(answer)


def test_a_supervisor_reads_and_sends_nothing_again(desk, failed):
    answer = desk(a_supervisor()).post(f"{LIST}resend/", {"message": [failed.pk]})
    assert answer.status_code == 403


def test_the_list_is_narrowed_by_state_and_channel(desk, failed):
    clerk = desk(Role.CLERK)
    for query in ("state=given_up", "channel=sms"):
        assert failed.application.number not in text(clerk.get(f"{LIST}?{query}"))
    assert failed.application.number in text(clerk.get(f"{LIST}?state=failed&channel=email"))


def test_the_list_costs_the_same_however_long(desk, office, failed, django_assert_max_num_queries):
    for number in range(60):
        fields = {"application": failed.application, "state": Progress.FAILED}
        a_message(f"{number}@example.vn", **fields)
    clerk = desk(Role.CLERK)
    with django_assert_max_num_queries(10):
        page = clerk.get(LIST)
    assert "Next page" in text(page)


def test_the_case_page_tells_who_was_told_what(desk, failed):
    page = desk(Role.CLERK).get(f"/admin/applications/application/{failed.application.number}/")
    assert "Who was told" in text(page)
    assert EMAIL in text(page)


def test_a_clerk_finds_the_own_reminders(desk, office):
    clerk = office.colleague(Role.CLERK)
    sent = {"channel": "in_app", "account": clerk, "state": Progress.SENT}
    reminder = a_message(
        "", recipient="staff", subject="1 hồ sơ chờ", **sent, sent_at="2026-11-22T00:00Z"
    )
    assert reminder.subject in text(desk(clerk).get(f"{LIST}mine/"))
    assert reminder.subject not in text(desk(Role.LEADER).get(f"{LIST}mine/"))


def test_an_administrator_changes_a_text_and_it_is_known_who_did(admin):
    assert admin.post(TEXT, GOOD).status_code == 302
    wording = Wording.objects.get()
    assert (wording.subject, wording.changed_by.username) == ("Mới {number}", "admin")
    assert "version 1, admin" in text(admin.get(TEXTS))


def test_a_preview_shows_the_text_on_a_made_up_file_and_keeps_nothing(admin):
    shown = text(admin.post(TEXT, {**GOOD, "preview": "1"}))
    assert "Mới H00.00.00-260302-0001" in shown
    assert not Wording.objects.exists()


def test_an_unknown_placeholder_is_refused_with_the_known_ones(admin):
    shown = text(admin.post(TEXT, {**GOOD, "body": "{password}"}))
    assert "There is no placeholder {password}" in shown
    assert not Wording.objects.exists()


def test_a_text_that_somebody_else_changed_meanwhile_is_not_overwritten(admin):
    admin.post(TEXT, GOOD)
    assert "Somebody else changed this text" in text(admin.post(TEXT, GOOD))
    assert Wording.objects.count() == 1


def test_the_shipped_text_can_be_put_back(admin):
    admin.post(TEXT, GOOD)
    admin.post(TEXT, {"seen": "1", "restore": "1"})
    assert Wording.objects.filter(is_shipped=True).exists()
    assert "as shipped" in text(admin.get(TEXT))


def test_only_who_administers_changes_texts_or_reads_the_outbox(desk, office):
    clerk = desk(Role.CLERK)
    assert [clerk.get(TEXTS).status_code, clerk.post(TEXT, GOOD).status_code] == [403, 403]
    assert clerk.get("/admin/notices/outboxitem/").status_code == 403


def test_a_text_that_there_is_not_is_not_found(admin):
    assert admin.get(f"{TEXTS}nothing/vi/").status_code == 404
    assert admin.get(f"{TEXTS}file/fr/").status_code == 404


def test_an_administrator_reads_the_outbox_of_the_demonstration(admin):
    OutboxItem.objects.create(
        channel="sms", address="0912345678", reference=a_message().reference, body="Xin chào"
    )
    assert "Xin chào" in text(admin.get("/admin/notices/outboxitem/"))
