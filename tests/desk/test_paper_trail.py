from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import filing, helping, lifecycle
from caseflow.applications.models import HelperSession
from tests.applications.test_any_office import office_beside
from tests.factories import IDENTITY, a_citizen, a_procedure, an_applicant, filed_case

pytestmark = pytest.mark.django_db
PAGE = "/admin/applications/paperhandover/"


@pytest.fixture
def there(office):
    return office_beside(office)


def received(office, there, *, days_ago=0):
    at = timezone.now() - timedelta(days=days_ago)
    submission = filing.Submission(
        procedure=a_procedure().procedure.code,
        receiving_center=office.center.code,
        deciding_agency=there.center.parent.code,
        applicant=an_applicant(),
        form={"child_name": "Lò Văn An"},
    )
    case = filing.file(submission, actor=office.clerk, at=at)
    return lifecycle.receive(case.pk, actor=office.clerk, at=at)


def a_desk(office, role=Role.CLERK):
    client = Client(headers={"accept-language": "en"})
    client.force_login(office.colleague(role))
    return client


def tables(client):
    return [[row.number for row in rows] for _title, rows in client.get(PAGE).context["tables"]]


def test_papers_to_send_move_to_who_takes_them_in(office, there, desk):
    case = received(office, there)
    assert tables(desk(Role.CLERK)) == [[], [case.number], []]
    assert tables(a_desk(there)) == [[], [], []]
    lifecycle.send_paper(case.pk, actor=office.clerk, at=timezone.now())
    assert tables(desk(Role.CLERK)) == [[], [], [case.number]]
    assert tables(a_desk(there)) == [[case.number], [], []]
    lifecycle.receive_paper(case.pk, actor=there.clerk, at=timezone.now())
    assert tables(desk(Role.CLERK)) == tables(a_desk(there)) == [[], [], []]


def test_late_papers_look_late(office, there, desk):
    received(office, there, days_ago=9)
    assert "late</span>" in desk(Role.CLERK).get(PAGE).text


def test_the_page_costs_the_same_however_long_it_is(office, there, desk):
    client, counts = desk(Role.CLERK), []
    for _ in range(2):
        received(office, there)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_case_names_the_helper_and_the_objection(office, desk):
    mai, at = a_citizen(), timezone.now()
    session = helping.ask(actor=office.clerk, identity=IDENTITY, at=at)
    session = helping.open_with(session, code=session.code, actor=office.clerk, at=at)
    case = filed_case_with(session, office, at)
    lifecycle.object(case.pk, actor=office.clerk, at=at, text="Tôi không nhờ")
    shown = desk(Role.CLERK).get(f"/admin/applications/application/{case.number}/").text
    assert "The applicant objected to this filing" in shown
    assert HelperSession.objects.get().place in shown
    assert case.submitted_by == mai


def filed_case_with(session, office, at):
    submission = filing.Submission(
        procedure=a_procedure().procedure.code,
        receiving_center=office.center.code,
        applicant=an_applicant(),
        form={"child_name": "Lò Văn An"},
        helper_session=session.reference,
    )
    return filing.file(submission, actor=office.clerk, at=at)


def test_a_plain_filing_has_no_such_panel(office, desk):
    case = filed_case(office, by=a_citizen())
    shown = desk(Role.CLERK).get(f"/admin/applications/application/{case.number}/").text
    assert "On whose behalf" not in shown
