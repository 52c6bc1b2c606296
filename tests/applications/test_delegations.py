"""Signing for the leader: within the days of a written delegation, and said in the record."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from caseflow.accounts.models import Role, User
from caseflow.applications.actors import Actor
from caseflow.applications.models import Event
from caseflow.applications.permissions import deeds_open_to
from caseflow.applications.states import State, Verb
from caseflow.centers.delegations import Delegation
from tests.api import Api
from tests.factories import an_office, case_in, filed_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = timezone.localdate()
SIGNED_FOR = {
    *(Verb.APPROVE, Verb.REJECT, Verb.CERTIFY_COPY),
    *(Verb.EXTEND, Verb.AGREE_EXTENSION),
}


@pytest.fixture
def office():
    return an_office()


def delegated(office, *, first=0, last=7, **changes):
    """Days from today; the officer of the office signs for its leader."""
    row = Delegation(
        agency=office.center.parent,
        leader_id=office.leader.user_id,
        deputy_id=office.officer.user_id,
        first_day=TODAY + timedelta(days=first),
        last_day=TODAY + timedelta(days=last),
        document="12/QĐ-UBND",
    )
    for name, value in changes.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row


def approve(office, case):
    api = Api(office.colleague(Role.OFFICER))
    return api.post(f"/api/v1/applications/{case.number}/approve/")


def test_a_deputy_signs_on_behalf_of_the_leader_and_the_record_says_so(office):
    case = case_in(State.IN_REVIEW, office)
    delegated(office)
    assert approve(office, case).json()["state"] == "decided"
    event = Event.objects.of(case).last()
    assert event.payload["on_behalf_of"] == office.leader.user_id
    assert (event.payload["delegation"], event.actor_id) == ("12/QĐ-UBND", office.officer.user_id)


def test_the_leader_signs_in_the_own_name(office):
    case = case_in(State.IN_REVIEW, office)
    delegated(office)
    Api(office.colleague(Role.LEADER)).post(f"/api/v1/applications/{case.number}/approve/")
    assert "on_behalf_of" not in Event.objects.of(case).last().payload


@pytest.mark.parametrize(("first", "last"), [(1, 7), (-7, -1)])
def test_outside_the_days_only_the_leader_signs_and_the_deputy_is_told_why(first, last, office):
    case = case_in(State.IN_REVIEW, office)
    delegated(office, first=first, last=last)
    answer = approve(office, case)
    assert answer.status_code == 403
    assert "12/QĐ-UBND" in answer.json()["message"]


def test_without_a_delegation_an_officer_may_not_sign(office):
    answer = approve(office, case_in(State.IN_REVIEW, office))
    assert (answer.status_code, answer.json()["message"]) == (403, "Your role may not do this.")


def test_a_deputy_gets_what_is_signed_and_nothing_else_of_the_leader(office):
    case = case_in(State.IN_REVIEW, office)
    before = set(deeds_open_to(office.officer, case))
    delegated(office)
    deputy = Actor.of(office.colleague(Role.OFFICER))
    assert set(deeds_open_to(deputy, case)) - before == SIGNED_FOR


def test_a_delegation_holds_at_its_agency_only(office):
    elsewhere = an_office()
    delegated(office)
    deputy = Actor.of(office.colleague(Role.OFFICER))
    assert not SIGNED_FOR & set(deeds_open_to(deputy, filed_case(elsewhere)))
    assert deputy.mandate_at(elsewhere.center.parent_id) is None


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (3, 1, "before the first"),
        (7, 9, "delegated signing for some of these days"),
        (-3, 0, "delegated signing for some of these days"),
    ],
)
def test_reversed_and_overlapping_periods_are_refused(first, last, words, office):
    delegated(office)
    with pytest.raises(ValidationError, match=words):
        delegated(office, first=first, last=last)


def test_periods_that_follow_one_another_are_taken(office):
    delegated(office)
    assert delegated(office, first=8, last=9).pk


def test_a_deputy_signs_for_one_leader_at_a_time(office):
    delegated(office)
    other = User.objects.create_user("other-leader", role=Role.LEADER)
    with pytest.raises(IntegrityError, match="one_leader_at_a_time"):
        Delegation.objects.create(
            agency=office.center.parent,
            leader=other,
            deputy_id=office.officer.user_id,
            first_day=TODAY,
            last_day=TODAY,
            document="13",
        )


@pytest.mark.parametrize("name", ["leader", "deputy"])
def test_both_have_a_post_at_the_agency(name, office):
    stranger = an_office().colleague(Role.LEADER)
    with pytest.raises(ValidationError, match="no post"):
        delegated(office, **{name: stranger})


def test_an_administrator_enters_a_delegation_and_reads_what_is_wrong(office):
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.create_superuser("admin", role=Role.ADMIN))
    page, typed = (
        "/admin/centers/delegation/add/",
        {
            "agency": office.center.parent_id,
            "leader": office.leader.user_id,
            "deputy": office.officer.user_id,
            "first_day": str(TODAY),
            "last_day": str(TODAY - timedelta(days=1)),
            "document": "12/QĐ-UBND",
        },
    )
    assert "before the first" in client.post(page, typed).content.decode()
    assert client.post(page, typed | {"last_day": str(TODAY)}).status_code == 302
    assert Delegation.objects.get().document == "12/QĐ-UBND"
