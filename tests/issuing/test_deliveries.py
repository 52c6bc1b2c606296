"""How results leave the office: electronically, at the counter, by post, each with its record."""

import pytest
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.models import Application
from caseflow.applications.states import State
from caseflow.issuing import books
from tests.api import Api
from tests.factories import a_citizen, case_in
from tests.issuing.papers import follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen():
    return a_citizen()


@pytest.fixture
def issued(office, citizen):
    case = case_in(State.RECEIVED, office, by=citizen)
    follow_up(case)
    at = timezone.now()
    for verb, actor in (("start_review", office.clerk), ("approve", office.leader)):
        lifecycle.VERBS[verb](case.pk, actor=actor, at=at)
    return follow_up(Application.objects.get(pk=case.pk))


def returned(case, office, **body):
    path = f"/api/v1/applications/{case.number}/return_result/"
    return Api(office.colleague(Role.CLERK)).post(path, body)


def deliveries_seen_by(user, case):
    return Api(user).get(f"/api/v1/applications/{case.number}/deliveries/").json()["results"]


def test_a_counter_tells_to_whom_and_how_they_were_known(issued, office):
    told = {"how": "counter", "to_whom": "Lò Văn Bình", "identity_check": "authority"}
    assert returned(issued, office, **told).status_code == 200
    [delivery] = deliveries_seen_by(office.colleague(Role.CLERK), issued)
    assert {name: delivery[name] for name in told} == told
    assert (delivery["to"], delivery["by"]) == ("other", f"clerk-{office.center.code}")
    assert delivery["result"] == f"{issued.number}.4/QĐ"


def test_a_letter_tells_its_carrier_and_number(issued, office):
    told = {"how": "post", "carrier": "Bưu điện Việt Nam", "tracking_number": "EA123456789VN"}
    returned(issued, office, **told)
    [delivery] = deliveries_seen_by(office.colleague(Role.OFFICER), issued)
    assert {name: delivery[name] for name in told} == told


def test_the_applicant_learns_the_office_and_not_the_person(issued, office, citizen):
    returned(issued, office, how="counter")
    [delivery] = deliveries_seen_by(citizen, issued)
    assert (delivery["by"], delivery["office"]) == ("", office.center.name)


def test_fetching_is_a_delivery_too(issued, citizen):
    assert deliveries_seen_by(citizen, issued) == []
    b"".join(Api(citizen).get(f"/api/v1/applications/{issued.number}/results/result-4/"))
    [delivery] = deliveries_seen_by(citizen, issued)
    assert (delivery["how"], delivery["to"]) == ("electronic", "applicant")


@pytest.mark.parametrize(
    ("how", "name", "value"),
    [
        ("electronic", "identity_check", "card"),
        ("counter", "carrier", "Bưu điện"),
        ("counter", "tracking_number", "EA1"),
        ("post", "tracking_number", "<script>"),
        ("post", "identity_check", "card"),
        ("counter", "identity_check", "smile"),
    ],
)
def test_what_does_not_belong_to_the_way_is_refused_by_its_name(how, name, value, issued, office):
    answer = returned(issued, office, how=how, **{name: value})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [name]


def test_the_register_tells_how_it_was_handed_over(issued, office):
    returned(issued, office, how="counter", identity_check="card")
    today = timezone.localdate()
    wanted = books.Wanted(office.center, issued.received_at.date(), today)
    [line] = books.every_line(wanted, in_full=True, language="en")
    assert line.how == "at the counter"
    assert line.signature == "by the applicant (identity card or passport)"


def test_who_got_it_can_be_erased_and_how_it_went_stays(issued, office):
    returned(issued, office, how="post", to_whom="Lò Văn Bình", tracking_number="EA1")
    last = Application.objects.get(pk=issued.pk).events.last()
    last.statement.delete()
    [delivery] = deliveries_seen_by(office.colleague(Role.CLERK), issued)
    assert (delivery["how"], delivery["to"], delivery["to_whom"]) == ("post", "other", "")
