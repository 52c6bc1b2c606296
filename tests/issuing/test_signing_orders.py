"""Who signs a decided result, with which key, and what happens in between."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event
from caseflow.applications.states import State, Verb
from caseflow.centers.models import Officer
from caseflow.issuing.models import Preparation, Result, SigningOrder, SigningStep
from caseflow.issuing.signing_orders import claiming, inbox, sweeping, wording
from caseflow.issuing.signing_orders.refusing import OrderRefused, SigningForbidden
from caseflow.issuing.signing_orders.signatories import Signatory, sheet_for
from caseflow.issuing.states import Chain, KeyPlace, OrderState, Step
from signatures.models import Prepared, Signature
from tests.factories import an_office, case_in
from tests.issuing.inboxes import (
    Device,
    answered,
    decided,
    delegated,
    prepared_for,
    signed_on,
    state_of,
    value_without_result,
    waiting_order,
)
from tests.issuing.papers import content_of, follow_up, pdfsig, text_of

WAITS, ISSUED = ("waiting", State.DECIDED), ("issued", State.ISSUED)


@pytest.fixture
def leader(office):
    return office.leader


@pytest.fixture
def token(office):
    """The leader's device."""
    decided(office, KeyPlace.DEVICE)
    return Device(office.colleague(Role.LEADER))


@contextmanager
def refused(rule):
    with pytest.raises((OrderRefused, SigningForbidden)) as told:
        yield
    assert told.value.rule == rule


def test_a_key_on_the_server_signs_by_the_decision_itself(office):
    case = follow_up(case_in(State.DECIDED, office))
    order = SigningOrder.objects.get()
    assert state_of(order) == ISSUED
    assert (order.signatory_id, case.state) == (office.leader.user_id, State.ISSUED)
    holders = SigningStep.objects.order_by("pk").values_list("signature__holder", flat=True)
    assert list(holders) == [office.colleague(Role.LEADER).username, order.agency.code]


def test_with_the_key_on_a_device_the_result_waits_in_its_row(office, leader, token):
    order = waiting_order(office)
    assert state_of(order) == WAITS
    assert list(inbox.waiting_for(leader)) == [order]
    assert not Signature.objects.exists()


def test_the_value_of_the_device_signs_and_issues(office, leader, token, tmp_path):
    order = signed_on(waiting_order(office), token, leader)
    assert state_of(order) == ISSUED
    assert "Signature is Valid" in pdfsig(content_of(Result.objects.get()), tmp_path)


def test_a_chain_gives_signatures_that_keep_each_other_valid(office, leader, tmp_path):
    decided(office, KeyPlace.DEVICE, Chain.DRAFTER_LEADER_SEAL)
    case = case_in(State.IN_REVIEW, office)
    proposal = {"outcome": "approved", "text": "đủ điều kiện"}
    lifecycle.propose(case.pk, actor=office.officer, at=timezone.now(), **proposal)
    lifecycle.approve(case.pk, actor=leader, at=timezone.now())
    follow_up(Application.objects.get(pk=case.pk))
    signed_on(SigningOrder.objects.get(), Device(office.colleague(Role.LEADER)), leader)
    holders = SigningStep.objects.order_by("pk").values_list("step", "signature__holder")
    assert [step for step, _ in holders] == ["drafter", "leader", "seal"]
    told = pdfsig(content_of(Result.objects.get()), tmp_path)
    assert told.count("Signature is Valid") == 3


def test_a_value_for_another_document_is_refused_and_the_result_waits(office, leader, token):
    first, second = waiting_order(office), waiting_order(office)
    one, other = prepared_for(first, token, leader), prepared_for(second, token, leader)
    with refused("value_refused"):
        answered(first, one, token.value(bytes(other.prepared.to_sign)), leader)
    assert state_of(first) == state_of(second) == WAITS


def test_answering_twice_changes_nothing(office, leader, token):
    order = waiting_order(office)
    preparation = prepared_for(order, token, leader)
    value = token.value(bytes(preparation.prepared.to_sign))
    for _ in range(2):
        preparation.refresh_from_db()
        assert answered(order, preparation, value, leader).state == OrderState.ISSUED
    assert Event.objects.filter(verb=Verb.ISSUE).count() == 1


def test_a_digest_given_out_long_ago_is_not_taken(office, leader, token, settings):
    order = waiting_order(office)
    preparation = prepared_for(order, token, leader)
    preparation.made_at -= timedelta(minutes=settings.ISSUING_DEVICE_MINUTES + 1)
    with refused("preparation_expired"):
        answered(order, preparation, b"", leader)


def test_a_value_that_came_before_its_worker_was_lost_is_used_however_late(office, leader, token):
    order = waiting_order(office)
    value_without_result(order, token, leader)
    sweeping.sweep(at=timezone.now() + timedelta(hours=12))
    assert state_of(order) == ISSUED


def test_what_no_device_answered_is_discarded_after_a_day(office, leader, token):
    order = waiting_order(office)
    unused, used = (prepared_for(order, token, office.leader) for _time in range(2))
    value = token.value(bytes(used.prepared.to_sign))
    answered(order, used, value, office.leader)
    sweeping.sweep(at=timezone.now())
    assert Preparation.objects.count() == 2
    sweeping.sweep(at=timezone.now() + timedelta(days=2))
    assert Preparation.objects.get() == used
    assert Prepared.objects.get() == used.prepared


def test_a_certificate_of_somebody_else_signs_nothing(office, leader, token):
    order = waiting_order(office)
    for strange in (
        Device(office.colleague(Role.LEADER), registered=False),
        Device(office.colleague(Role.OFFICER)),
    ):
        with refused("certificate_of_another"):
            prepared_for(order, strange, leader)


def test_only_who_decided_may_sign(office, leader, token):
    order = waiting_order(office)
    for stranger in (office.officer, office.clerk, an_office().leader):
        with refused("not_the_signatory"):
            prepared_for(order, token, stranger)
        assert not inbox.waiting_for(stranger).exists()


@pytest.mark.poppler
def test_a_deputy_signs_with_the_own_certificate_and_the_document_says_for_whom(office, token):
    order = waiting_order(office)
    delegated(office)
    deputy = office.colleague(Role.OFFICER)
    signed_on(order, Device(deputy), Actor.of(deputy))
    result = Result.objects.select_related("signature").get()
    assert result.signature.holder == deputy.username
    text = text_of(content_of(result))
    assert [words for words in ("TUQ.", "12/QĐ-UBND") if words not in text] == []


def test_a_deputy_head_signs_in_the_place_of_the_head(office, token):
    Officer.objects.filter(user=office.officer.user_id).update(title="Phó Chủ tịch")
    Officer.objects.filter(user=office.leader.user_id).update(title="Chủ tịch")
    order, deputy = waiting_order(office), Signatory(office.officer.user_id, "12/QĐ-UBND")
    block = sheet_for(order, deputy)["signer"]
    assert (block["form"], block["principal"]) == ("KT.", "Chủ tịch")
    shown = wording.appearance(Step.LEADER, order, deputy)
    assert shown.title == "KT. Chủ tịch, Phó Chủ tịch"


def test_a_delegation_that_ended_signs_nothing(office, token):
    order, yesterday = waiting_order(office), timezone.localdate() - timedelta(days=1)
    delegated(office, first_day=yesterday, last_day=yesterday)
    deputy = office.colleague(Role.OFFICER)
    with refused("not_the_signatory"):
        prepared_for(order, Device(deputy), Actor.of(deputy))


def test_of_leader_and_deputy_the_first_to_answer_signs(office, leader, token):
    order = waiting_order(office)
    delegated(office)
    deputy = office.colleague(Role.OFFICER)
    first = prepared_for(order, token, leader)
    signed_on(order, Device(deputy), Actor.of(deputy))
    with refused("signed_already"):
        answered(order, first, token.value(bytes(first.prepared.to_sign)), leader)
    assert Signature.objects.count() == Result.objects.count() == 1


def test_a_decision_revoked_while_it_waits_is_signed_by_nobody(office, leader, token):
    order = waiting_order(office)
    preparation = prepared_for(order, token, leader)
    case = order.application
    lifecycle.revoke_decision(case.pk, actor=leader, at=timezone.now(), reason="Nhầm")
    with refused("decision_revoked"):
        answered(order, preparation, token.value(bytes(preparation.prepared.to_sign)), leader)
    follow_up(Application.objects.get(pk=case.pk))
    assert state_of(order) == ("withdrawn", State.IN_REVIEW)
    assert not Signature.objects.exists()


def test_a_decision_made_anew_waits_anew(office, leader, token):
    first, now = waiting_order(office), timezone.now()
    case = first.application
    lifecycle.revoke_decision(case.pk, actor=leader, at=now, reason="Nhầm")
    follow_up(Application.objects.get(pk=case.pk))
    lifecycle.reject(case.pk, actor=leader, at=now, reason="Không đủ điều kiện")
    follow_up(Application.objects.get(pk=case.pk))
    [second] = inbox.waiting_for(leader)
    assert second != first
    signed_on(second, token, leader)
    assert Result.objects.get().event == second.event


def test_what_waits_keeps_the_policy_it_was_decided_under(office, leader, token):
    order = waiting_order(office)
    decided(office, KeyPlace.AT_ONCE)
    assert state_of(order) == WAITS
    signed_on(order, token, leader)
    assert follow_up(case_in(State.DECIDED, office)).state == State.ISSUED


def test_handling_a_decision_again_opens_no_second_order(office, token):
    order = waiting_order(office)
    follow_up(order.application)
    assert SigningOrder.objects.get() == order


def test_a_claim_is_given_once(office, leader, token):
    order, now = waiting_order(office), timezone.now()
    claims = [claiming.claim(order, Signatory(leader.user_id), at=now) for _ in range(2)]
    assert claims == [True, False]
