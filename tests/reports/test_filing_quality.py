from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.models import Application
from caseflow.applications.states import Channel
from caseflow.centers import counter_devices
from caseflow.indicators import tallying
from tests.api import Api
from tests.factories import a_citizen, a_procedure, a_supervisor, an_office, filed_case
from tests.reports.factories import somebody

pytestmark = pytest.mark.django_db
PAGE, API = "/reports/filing-quality/", "/api/v1/reports/filing-quality/"
FILES = "/reports/files/"
STRANGER = "025190000456"


@pytest.fixture
def office():
    return an_office()


def filed(office, **more):
    case = filed_case(office, at=timezone.now(), version=a_procedure(), **more)
    tallying.count([case.pk])
    return case


def period():
    today = timezone.localdate()
    return f"?from={today - timedelta(days=1)}&to={today}"


def counts(user):
    results = Api(user).get(API + period()).json()["results"]
    return {line["code"]: line["counts"] for line in results}


def a_device(office):
    by = office.colleague(Role.CLERK)
    device = counter_devices.register(office.center, name="1", by=by.pk, at=timezone.now())
    return {"device": device.pk}


def test_filed_alone_yet_from_a_counters_device_is_counted(office):
    filed(office, by=a_citizen(), sent=a_device(office))
    assert counts(a_supervisor()) == {office.center.code: {"self_at_counter": 1}}


def test_a_declaration_that_the_facts_deny_is_counted(office):
    filed(office, by=a_citizen(), sent={"assistance": "assisted"})
    assert counts(a_supervisor()) == {office.center.code: {"declared_otherwise": 1}}


def test_filing_for_somebody_else_without_their_code_is_counted(office):
    filed(office, by=a_citizen(STRANGER, "Hà Văn Nam"))
    assert counts(a_supervisor()) == {office.center.code: {"helped_without_code": 1}}


def filed_for(people, office, **more):
    for place in range(people):
        filed(office, identity_number=f"02519000050{place}", **more)


def test_an_account_that_files_for_very_many_people_is_counted(office, settings):
    settings.APPLICATIONS_PEOPLE_PER_ACCOUNT_AND_WEEK = 3
    busy, other = a_citizen(STRANGER, "Hà Văn Nam"), a_citizen("025190000457", "Hà Văn Bắc")
    filed_for(3, office, by=busy)
    filed(office, by=other, identity_number="025190000503")
    assert counts(a_supervisor())[office.center.code]["many_people"] == 3


def test_staff_who_file_for_very_many_people_contradict_nothing(office, settings):
    settings.APPLICATIONS_PEOPLE_PER_ACCOUNT_AND_WEEK = 3
    filed_for(3, office, by=office.clerk, sent={"channel": Channel.ONLINE})
    assert counts(a_supervisor()) == {}


def test_an_objection_is_counted_once_however_often_it_is_said(office):
    case = filed(office)
    for text in ("không phải tôi", "tôi nhắc lại"):
        lifecycle.object(case.pk, actor=office.clerk, at=case.filed_at, text=text)
    tallying.count([case.pk])
    assert counts(a_supervisor()) == {office.center.code: {"objected": 1}}


def test_an_office_sees_its_own_filings_only(office, settings):
    settings.APPLICATIONS_PEOPLE_PER_ACCOUNT_AND_WEEK = 2
    elsewhere, nam = an_office(), a_citizen(STRANGER, "Hà Văn Nam")
    filed_for(2, office, by=nam)
    filed_for(2, elsewhere, by=nam)
    leader = somebody(Role.LEADER, office.center)
    shown = leader.get(PAGE + period())
    _kinds, centers = shown.context["tables"]
    [(name, *cells)] = centers.rows
    assert name.value == office.center.name
    assert [cell.value for cell in cells] == [0, 0, 2, 2, 0]
    shown = leader.get(f"{FILES}{period()}&contradiction=many_people")
    assert shown.context["count"] == 2


def test_every_count_leads_to_its_files_without_people(office, settings):
    settings.APPLICATIONS_PEOPLE_PER_ACCOUNT_AND_WEEK = 2
    nam = a_citizen(STRANGER, "Hà Văn Nam")
    filed_for(2, office, by=nam, sent={"assistance": "self"})
    filed(office, by=nam, sent=a_device(office), identity_number=STRANGER)
    case = Application.objects.order_by("pk")[0]
    lifecycle.object(case.pk, actor=office.clerk, at=case.filed_at, text="không phải tôi")
    tallying.count([case.pk])
    client = somebody(Role.SUPERVISOR)
    kinds, centers = client.get(PAGE + period()).context["tables"]
    for table in (kinds, centers):
        links = [cell.href for row in table.rows for cell in row if cell.href]
        lists = [client.get(link) for link in links]
        assert [shown.context["count"] for shown in lists] == [1, 2, 2, 2, 1]
        assert all(len(shown.context["table"].rows) == shown.context["count"] for shown in lists)
        assert all(case.applicant_name not in shown.text for shown in lists)


def test_what_would_be_read_file_by_file_is_told_of_a_year_at_most(office):
    asked = {"from": "2000-01-01", "to": "2005-01-01", "contradiction": "many_people"}
    assert "Choose a year at most." in somebody(Role.SUPERVISOR).get(FILES, asked).text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?from=2000-01-01&to=2005-01-01", "Choose a year at most."),
        ("?from=x", "Enter a valid date."),
        ("?center=nowhere", "No centre is called so."),
    ],
)
def test_what_cannot_be_asked_is_said(asked, said, office):
    assert said in somebody(Role.SUPERVISOR).get(PAGE + asked).text
    assert Api(a_supervisor()).get(API + asked).status_code == 400


def test_a_quiet_period_has_an_empty_page(office):
    shown = somebody(Role.SUPERVISOR).get(PAGE + period())
    kinds, centers = shown.context["tables"]
    assert {count.value for _kind, count in kinds.rows} == {0}
    assert "Nothing was found." in shown.text
    assert not centers.rows


def test_the_queries_do_not_grow_with_the_files(office):
    client, found = somebody(Role.SUPERVISOR), []
    nam = a_citizen(STRANGER, "Hà Văn Nam")
    for _ in range(2):
        filed(office, by=nam)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE + period())
        found.append(len(queries))
    assert found[0] == found[1]
    assert Application.objects.count() == 2
