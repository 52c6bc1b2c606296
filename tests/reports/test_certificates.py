from datetime import timedelta

import pytest
from django.utils import timezone

from caseflow.accounts.models import Role
from signatures.models import Certificate, CertificateDeed, RevocationService
from tests.api import Api
from tests.factories import a_supervisor, an_office
from tests.reports.factories import somebody

pytestmark = pytest.mark.django_db
PAGE, API, CSV = (
    "/reports/certificates/",
    "/api/v1/reports/certificates/",
    "/reports/certificates/offices.csv",
)
NOW = timezone.now()
DAY = timedelta(days=1)


def certificate(holder: str, *, holder_kind="officer", kind="official_person", start=-100, end=100):
    number = Certificate.objects.count()
    return Certificate.objects.create(
        kind=kind,
        holder_kind=holder_kind,
        holder_name=holder,
        holder_identifier=holder,
        serial_number=f"{number}",
        issuer="CN=Cơ quan chứng thực",
        subject=f"CN={holder}",
        fingerprint=f"{number:064x}",
        valid_from=NOW + start * DAY,
        valid_to=NOW + end * DAY,
    )


def done(row, verb: str, *, days_ago: int) -> None:
    CertificateDeed.objects.create(
        certificate=row,
        verb=verb,
        at=NOW - days_ago * DAY,
        reason="" if verb == "restored" else "superseded",
        knowledge="hand",
        recorded_at=NOW,
    )


def numbers(user=None):
    return Api(user or a_supervisor()).get(API).json()


def test_certificates_are_counted_by_kind_and_state():
    certificate("valid")
    certificate("expired", end=-1)
    certificate("later", start=1)
    certificate("seal", holder_kind="agency", kind="official_agency")
    done(certificate("revoked"), "revoked", days_ago=1)
    paused = certificate("paused")
    for verb, days in (("suspended", 9), ("restored", 5), ("suspended", 2)):
        done(paused, verb, days_ago=days)
    counts = {kind["kind"]: (kind["issued"], kind["states"]) for kind in numbers()["kinds"]}
    each = {"valid": 1, "expired": 1, "not_yet_valid": 1, "revoked": 1, "suspended": 1}
    assert counts == {"official_person": (5, each), "official_agency": (1, {"valid": 1})}


def test_a_suspension_that_was_lifted_and_a_revocation_to_come_leave_it_valid():
    row = certificate("x")
    done(row, "suspended", days_ago=9)
    done(row, "restored", days_ago=5)
    done(row, "revoked", days_ago=-3)
    assert numbers()["kinds"][0]["states"] == {"valid": 1}


def test_those_that_expire_soon_are_counted():
    certificate("soon", end=29)
    certificate("later", end=31)
    assert numbers()["expiring_within_30_days"] == 1


def test_an_office_is_covered_by_the_valid_certificates_of_its_posts():
    office = an_office()
    for role in (Role.CLERK, Role.OFFICER, Role.LEADER):
        office.colleague(role)
    certificate(office.colleague(Role.LEADER).username)
    certificate(office.colleague(Role.LEADER).username)
    certificate(office.colleague(Role.CLERK).username, end=-1)
    certificate(office.center.code, holder_kind="agency")
    line = next(one for one in numbers()["offices"] if one["code"] == office.center.code)
    assert (line["posts"], line["covered"], line["has_seal"]) == (3, 1, True)


def test_who_left_is_no_post():
    office = an_office()
    leader = office.colleague(Role.LEADER)
    leader.is_active = False
    leader.save(update_fields=["is_active"])
    line = next(one for one in numbers()["offices"] if one["code"] == office.center.code)
    assert (line["posts"], line["has_seal"]) == (0, False)


def test_an_office_sees_its_own_certificates_only():
    here, elsewhere = an_office(), an_office()
    certificate(here.colleague(Role.LEADER).username)
    certificate(elsewhere.colleague(Role.LEADER).username)
    certificate("012345678901", holder_kind="citizen", kind="public")
    seen = numbers(here.colleague(Role.CLERK))
    assert [(kind["kind"], kind["issued"]) for kind in seen["kinds"]] == [("official_person", 1)]
    codes = {one["code"] for one in seen["offices"]}
    assert elsewhere.center.code not in codes


def test_outside_a_demonstration_its_certificates_count_for_nothing(settings):
    certificate("x", kind="demonstration")
    settings.SIGNATURES_TRUST_DEMONSTRATION = False
    assert numbers()["kinds"] == []


def test_the_page_shows_gaps_and_a_service_that_fails():
    office = an_office()
    office.colleague(Role.LEADER)
    certificate(office.center.code, holder_kind="agency")
    RevocationService.objects.create(url="http://ca.vn/a.crl", failures=2, problem="timed out")
    page = somebody(Role.SUPERVISOR).get(PAGE, {"gaps": ""}).content.decode()
    assert "No revocation list can be fetched from http://ca.vn/a.crl (timed out)" in page
    assert office.center.code in page
    certificate(office.colleague(Role.LEADER).username)
    narrowed = somebody(Role.ADMIN).get(PAGE, {"gaps": ""})
    assert office.center.code not in [line.code for line in narrowed.context["lines"]]


def test_an_empty_register_says_so():
    assert "no certificate in the register" in somebody(Role.SUPERVISOR).get(PAGE).content.decode()


def test_the_table_has_a_line_per_office():
    office = an_office()
    certificate(office.colleague(Role.LEADER).username)
    answer = somebody(Role.SUPERVISOR).get(CSV)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "agency code,agency,posts,posts that can sign,has a seal"
    assert f"{office.center.code},{office.center.name},1,1,0" in lines


def test_citizens_see_nothing():
    assert somebody(Role.CITIZEN).get(PAGE).status_code == 403


def test_the_report_costs_the_same_for_many_offices(django_assert_max_num_queries):
    supervisor = Api(a_supervisor())
    for _ in range(6):
        certificate(an_office().colleague(Role.LEADER).username)
    with django_assert_max_num_queries(8):
        supervisor.get(API)
