"""Reports by e-mail: what comes, to whom, how often, and what stops it."""

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.core.signing import Signer

from caseflow.accounts.models import Role, User
from caseflow.centers.models import Officer as Post
from caseflow.notices.models import Message
from caseflow.notices.states import Progress
from caseflow.reports.models import Subscription
from caseflow.reports.states import Rhythm
from caseflow.reports.subscriptions import keeping, writing
from caseflow.reports.subscriptions.rhythms import next_after, period_before
from tests.factories import an_office
from tests.indicators.factories import at, counted, issued, told
from tests.notices.letters import send
from tests.processes import database_address
from tests.reports.factories import somebody
from tests.reports.samples import handed

PAGE = "/reports/subscriptions/"
#: Of October 2025; the mail of the first of November is about it.
MORNING = at("2025-11-01 07:00")


@pytest.fixture(autouse=True)
def _language(english):
    """Mails are read in the language of the installation; pages in English."""


def reader(role=Role.SUPERVISOR, center=None, **changes):
    client = somebody(role, center)
    user = User.objects.latest("pk")
    user.email = changes.get("email", "reader@example.vn")
    user.save()
    return client, user


def subscription(owner, *, report="lateness", rhythm=Rhythm.MONTHLY, center=None):
    wish = {"center": center, "procedure": None, "file_format": "csv"}
    created = at("2025-10-20 09:00")
    return keeping.subscribe(owner, report=report, rhythm=rhythm, at=created, **wish)


def send_then():
    """As on that morning: what was written then is still to be sent."""
    Message.objects.update(give_up_at=datetime.now(UTC) + timedelta(hours=1))
    return send()


def late_file(**same):
    late = {"due_at": "2025-09-29 17:00"}
    return counted(issued(handed(told(**same), late), "2025-10-03 08:00"))[0]


def opened(mail):
    """Text and files of the one mail that came."""
    ((_address, content),) = mail.mails
    letter = message_from_bytes(content, policy=policy.default)
    (file,) = letter.iter_attachments()
    return letter, letter.get_body().get_content(), file


@pytest.mark.django_db
def test_the_mail_brings_numbers_a_link_and_the_file(mail):
    late_file()
    _client, owner = reader()
    subscription(owner)
    assert writing.write_due(at=MORNING) == 1
    assert "100" not in Message.objects.get().body
    assert send_then() == 1
    letter, text, file = opened(mail)
    assert "- Tất cả: Kết thúc trễ hạn: 1;" in text
    assert "/reports/lateness/?from=2025-10-01&to=2025-10-31" in text
    assert letter["List-Unsubscribe"].strip(" <>") in text
    assert file.get_filename() == "lateness-2025-11-01.csv"
    assert ",1,100.00" in file.get_content().replace('"', "")


@pytest.mark.django_db
def test_the_letter_says_where_its_file_was_cut(mail, settings):
    settings.REPORTS_MAIL_ROWS = 2
    _client, owner = reader()
    subscription(owner)
    writing.write_due(at=MORNING)
    send_then()
    _letter, text, file = opened(mail)
    assert "lateness-2025-11-01.csv (2 dòng đầu)" in text
    assert len(file.get_content().splitlines()) == 3


@pytest.mark.parametrize(
    ("rhythm", "morning", "period", "following"),
    [
        ("daily", "2025-11-01", ("2025-10-31", "2025-10-31"), "2025-11-02"),
        ("weekly", "2025-11-03", ("2025-10-27", "2025-11-02"), "2025-11-10"),
        ("weekly", "2025-11-05", ("2025-10-27", "2025-11-02"), "2025-11-10"),
        ("monthly", "2025-11-01", ("2025-10-01", "2025-10-31"), "2025-12-01"),
        ("monthly", "2025-12-31", ("2025-11-01", "2025-11-30"), "2026-01-01"),
    ],
)
def test_a_rhythm_has_its_mornings_and_whole_periods(rhythm, morning, period, following):
    day = date.fromisoformat(morning)
    assert tuple(map(str, period_before(rhythm, day))) == period
    assert str(next_after(rhythm, day)) == following


@pytest.mark.django_db
def test_a_morning_is_written_once_however_often_the_task_runs():
    _client, owner = reader()
    wish = subscription(owner, rhythm=Rhythm.DAILY)
    for _hour in range(3):
        writing.write_due(at=MORNING)
    assert Message.objects.count() == 1
    wish.refresh_from_db()
    assert wish.next_on == date(2025, 11, 2)
    writing.write_due(at=MORNING + timedelta(days=1))
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_between_leaves_nothing_half_done():
    _client, owner = reader()
    wish = subscription(owner)
    killed = subprocess.run([sys.executable, "-c", KILLED], env=environment(), check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (Message.objects.count(), Subscription.objects.get().next_on) == (0, wish.next_on)
    assert writing.write_due(at=MORNING) == 1
    assert Message.objects.count() == 1


KILLED = """
import os, signal, django
django.setup()
from datetime import datetime
from caseflow.reports.models import Subscription
from caseflow.reports.subscriptions import writing
Subscription.save = lambda *_args, **_more: os.kill(os.getpid(), signal.SIGKILL)
writing.write_due(at=datetime.fromisoformat("2025-11-01T07:00:00+07:00"))
"""


def environment():
    here = {"DATABASE_URL": database_address(), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return os.environ | here


@pytest.mark.django_db
def test_the_mail_holds_no_figure_of_an_office_that_the_reader_may_not_see(mail):
    here, there = an_office(), an_office()
    late_file(receiving_center=here.center)
    for _file in range(2):
        late_file(receiving_center=there.center)
    _client, owner = reader(Role.LEADER, here.center)
    subscription(owner)
    writing.write_due(at=MORNING)
    send_then()
    _letter, text, file = opened(mail)
    assert "Tất cả: Kết thúc trễ hạn: 1;" in text
    assert there.center.name not in text + file.get_content()


@pytest.mark.django_db
def test_a_right_that_ended_since_the_mail_was_written_is_honoured(mail):
    here = an_office()
    _client, owner = reader(Role.LEADER, here.center)
    wish = subscription(owner, center=here.center)
    writing.write_due(at=MORNING)
    owner.role, owner.is_staff = Role.CITIZEN, False
    owner.save()
    send_then()
    wish.refresh_from_db()
    assert mail.mails == []
    assert Message.objects.get().state == Progress.FAILED
    assert wish.paused_at is not None


@pytest.mark.django_db
def test_another_post_does_not_take_the_old_office_along(mail):
    here, there = an_office(), an_office()
    _client, owner = reader(Role.LEADER, here.center)
    wish = subscription(owner, center=here.center)
    Post.objects.filter(user=owner).update(agency=there.center)
    writing.write_due(at=MORNING)
    send_then()
    wish.refresh_from_db()
    assert (mail.mails, wish.paused_at is None) == ([], False)


@pytest.mark.django_db
def test_the_page_subscribes_pauses_goes_on_and_stops():
    client, _owner = reader()
    wish = {"report": "ageing", "rhythm": "weekly", "format": "xlsx"}
    assert client.post(PAGE, wish).status_code == 302
    kept = Subscription.objects.get()
    assert "Age of open files" in client.get(PAGE).text
    for deed, paused in (("pause", True), ("resume", False)):
        client.post(f"{PAGE}{kept.pk}/{deed}/")
        kept.refresh_from_db()
        assert (kept.paused_at is not None) == paused
    client.post(f"{PAGE}{kept.pk}/end/")
    assert not Subscription.objects.exists()


@pytest.mark.django_db
def test_what_is_paused_is_not_written():
    _client, owner = reader()
    wish = subscription(owner)
    keeping.pause(wish.pk, owner=owner.pk, at=MORNING)
    assert writing.write_due(at=MORNING) == 0


@pytest.mark.django_db
def test_nobody_rules_over_anothers_subscription():
    _client, owner = reader()
    wish = subscription(owner)
    stranger = somebody(Role.ADMIN)
    for deed in ("pause", "end"):
        stranger.post(f"{PAGE}{wish.pk}/{deed}/")
    wish.refresh_from_db()
    assert wish.paused_at is None


@pytest.mark.django_db
def test_the_link_of_a_mail_asks_and_its_button_stops(client):
    _client, owner = reader()
    wish = subscription(owner)
    link = f"{PAGE}stop/{keeping.stopping_key(wish)}/"
    assert client.get(link).status_code == 200
    assert Subscription.objects.exists()
    client.post(link)
    assert not Subscription.objects.exists()
    assert "not sent any more" in client.get(link, headers={"accept-language": "en"}).text


@pytest.mark.django_db
def test_a_key_of_our_own_making_only(client):
    _client, owner = reader()
    wish = subscription(owner)
    for key in ("x", f"{wish.pk}", Signer().sign(str(wish.pk))):
        assert client.post(f"{PAGE}stop/{key}/").status_code == 200
    assert Subscription.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"report": "nothing"}, "Select a valid choice"),
        ({"rhythm": "hourly"}, "Select a valid choice"),
        ({"center": "no such office"}, "No centre is called so."),
    ],
)
def test_a_wish_that_cannot_be_met_is_answered_beside_its_field(wish, told):
    client, _owner = reader()
    asked = {"report": "ageing", "rhythm": "daily", "format": "csv"} | wish
    answer = client.post(PAGE, asked)
    assert (answer.status_code, told in answer.text) == (400, True)


@pytest.mark.django_db
def test_who_has_no_address_or_too_many_is_told_so(settings):
    settings.REPORTS_SUBSCRIPTIONS = 1
    wish = {"report": "ageing", "rhythm": "daily", "format": "csv"}
    client, owner = reader(email="")
    assert "no e-mail address" in client.post(PAGE, wish).text
    owner.email = "reader@example.vn"
    owner.save()
    client.post(PAGE, wish)
    client.post(PAGE, wish | {"format": "xlsx"})
    assert Subscription.objects.get().format == "xlsx"
    assert "as many subscriptions" in client.post(PAGE, wish | {"rhythm": "weekly"}).text


@pytest.mark.django_db
def test_citizens_have_no_reports():
    assert somebody(Role.CITIZEN).get(PAGE).status_code == 403
