"""Each morning: which files are due soon, at whose desk, and why; on the page and by mail."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.states import State
from caseflow.notices import digests
from caseflow.notices.models import Message
from tests.factories import MONDAY, a_procedure, an_office, case_in
from tests.indicators.factories import count_everything
from tests.notices.letters import send
from tests.reports.factories import somebody

pytestmark = pytest.mark.django_db
PAGE = "/reports/late-risk/"


def at_risk(office, *, at):
    """One with an officer who owes a proposal, one that reception owes the hand-over."""
    version = a_procedure(limit_amount=2)
    reviewed = case_in(State.IN_REVIEW, office, version=version, at=at)
    later = reviewed.last_event_at
    officer = office.officer.account
    lifecycle.assign(reviewed.pk, actor=office.clerk, at=later, officer=officer)
    return reviewed, case_in(State.RECEIVED, office, version=version, at=at)


def test_the_mail_of_the_morning_names_desk_and_reason(mail):
    office = an_office()
    leader = office.colleague(Role.LEADER)
    leader.email = "leader@example.vn"
    leader.save()
    reviewed, received = at_risk(office, at=MONDAY)
    digests.send_digests(at=MONDAY + timedelta(days=1))
    # The mail of that morning is sent today.
    Message.objects.update(give_up_at=datetime.now(UTC) + timedelta(hours=1))
    assert send() == 1
    ((address, content),) = mail.mails
    text = message_from_bytes(content, policy=policy.default).get_content()
    officer = office.colleague(Role.OFFICER).username
    assert address == "leader@example.vn"
    assert f"{officer} (1)\r\n- còn 1 ngày: {reviewed.number}" in text
    assert f"bộ phận tiếp nhận (1)\r\n- còn 1 ngày: {received.number}" in text
    assert "chưa chuyển xử lý" in text
    assert PAGE in text


def test_the_page_lists_them_by_who_has_them_with_the_reason():
    office, now = an_office(), datetime.now(UTC)
    reviewed, received = at_risk(office, at=now - timedelta(hours=4))
    count_everything()
    tables = somebody(Role.LEADER, office.center).get(PAGE).context["tables"]
    holders, files = ([[cell.text for cell in row] for row in t.printed_rows()] for t in tables)
    assert {row[0]: row[1] for row in holders} == {"Review": "1", "Hand-over for review": "1"}
    desks = {row[0]: row[4:] for row in files}
    officer = office.colleague(Role.OFFICER).username
    assert desks[reviewed.number] == [officer, "case officer: no outcome proposed yet"]
    assert desks[received.number] == ["the counter", "reception: not handed over yet"]
