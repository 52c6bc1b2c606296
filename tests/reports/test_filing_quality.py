from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Circumstances
from caseflow.centers import counter_devices
from tests.api import Api
from tests.factories import a_citizen, a_procedure, a_supervisor, an_office, filed_case
from tests.reports.factories import somebody

pytestmark = pytest.mark.django_db
PAGE, API = "/reports/filing-quality/", "/api/v1/reports/filing-quality/"
STRANGER = "025190000456"


@pytest.fixture
def office():
    return an_office()


def filed(office, **more):
    return filed_case(office, at=timezone.now(), version=a_procedure(), **more)


def period():
    today = timezone.localdate()
    return f"?from={today - timedelta(days=1)}&to={today}"


def counts(user):
    results = Api(user).get(API + period()).json()["results"]
    return {line["code"]: line["counts"] for line in results}


def test_filed_alone_yet_from_a_counters_device_is_counted(office):
    case = filed(office, by=a_citizen())
    device = counter_devices.register(
        office.center, name="1", by=case.submitted_by_id, at=case.filed_at
    )
    Circumstances.objects.create(application=case, device=device)
    assert counts(a_supervisor()) == {office.center.code: {"self_at_counter": 1}}


def test_a_declaration_that_the_facts_deny_is_counted(office):
    case = filed(office, by=a_citizen())
    Circumstances.objects.create(application=case, declared_assistance="assisted")
    assert counts(a_supervisor()) == {office.center.code: {"declared_otherwise": 1}}


def test_filing_for_somebody_else_without_their_code_is_counted(office):
    filed(office, by=a_citizen(STRANGER, "Hà Văn Nam"))
    assert counts(a_supervisor()) == {office.center.code: {"helped_without_code": 1}}


def test_an_account_that_files_for_very_many_people_is_counted(office, settings):
    settings.APPLICATIONS_PEOPLE_PER_ACCOUNT_AND_WEEK = 3
    busy, other = a_citizen(STRANGER, "Hà Văn Nam"), a_citizen("025190000457", "Hà Văn Bắc")
    for place in range(3):
        filed(office, by=busy, identity_number=f"02519000050{place}")
    filed(office, by=other, identity_number="025190000503")
    assert counts(a_supervisor())[office.center.code]["many_people"] == 3


def test_an_objection_is_counted_once_however_often_it_is_said(office):
    case = filed(office)
    for text in ("không phải tôi", "tôi nhắc lại"):
        lifecycle.object(case.pk, actor=office.clerk, at=case.filed_at, text=text)
    assert counts(a_supervisor()) == {office.center.code: {"objected": 1}}


def test_an_office_sees_its_own_filings_only(office):
    elsewhere = an_office()
    nam = a_citizen(STRANGER, "Hà Văn Nam")
    own, other = filed(office, by=nam), filed(elsewhere, by=nam)
    client = somebody(Role.LEADER, office.center)
    shown = client.get(PAGE + period() + "&kind=helped_without_code").text
    assert own.number in shown
    assert other.number not in shown


def test_the_files_behind_a_count_are_listed_without_people(office):
    case = filed(office, by=a_citizen(STRANGER, "Hà Văn Nam"))
    shown = somebody(Role.SUPERVISOR).get(PAGE + period() + "&kind=helped_without_code").text
    assert case.number in shown
    assert case.applicant_name not in shown


@pytest.mark.parametrize("asked", ["?from=2000-01-01&to=2005-01-01", "?from=x", "?center=nowhere"])
def test_what_cannot_be_asked_is_said(asked, office):
    assert somebody(Role.SUPERVISOR).get(PAGE + asked).status_code == 400
    assert Api(a_supervisor()).get(API + asked).status_code == 400


def test_a_quiet_period_has_an_empty_page(office):
    shown = somebody(Role.SUPERVISOR).get(PAGE + period() + "&kind=objected")
    assert "No filing of this period contradicts itself." in shown.text


def test_the_queries_do_not_grow_with_the_files(office):
    client, found = somebody(Role.SUPERVISOR), []
    nam = a_citizen(STRANGER, "Hà Văn Nam")
    for _ in range(2):
        filed(office, by=nam)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE + period() + "&kind=helped_without_code")
        found.append(len(queries))
    assert found[0] == found[1]
    assert Application.objects.count() == 2
