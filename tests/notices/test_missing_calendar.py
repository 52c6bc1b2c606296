"""Where nobody published a calendar, nobody can be reminded; the others are."""

from datetime import timedelta

import pytest

from caseflow.accounts.models import Role
from caseflow.applications.states import State
from caseflow.centers.models import Officer
from caseflow.notices import digests
from caseflow.notices.models import Message
from tests.centers.factories import AgencyFactory, ServiceCenterFactory, published
from tests.factories import MONDAY, Office, a_procedure, a_supervisor, case_in


@pytest.fixture
def office(db):
    """With calendars of its own, in a nation without one."""
    center = ServiceCenterFactory()
    for agency in (center, center.parent):
        published(agency=agency)
    return Office(center)


def test_an_office_without_a_calendar_keeps_no_other_from_its_reminders(office):
    Officer.objects.create(user=a_supervisor(), agency=AgencyFactory())
    leader = office.colleague(Role.LEADER)
    case_in(State.IN_REVIEW, office, version=a_procedure(limit_amount=1))
    digests.send_digests(at=MONDAY + timedelta(hours=3))
    assert Message.objects.get().account == leader
