"""Hundreds of results signed with one confirmation, an outcome for each, and nothing twice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle, many
from caseflow.applications.models import Application, Event
from caseflow.applications.states import State, Verb
from caseflow.issuing.following import handle
from caseflow.issuing.models import Result, SigningBatch, SigningBatchItem, SigningOrder
from caseflow.issuing.signing_orders import batches, chains, claiming, inbox, sweeping
from caseflow.issuing.signing_orders.signatories import Signatory
from caseflow.issuing.states import KeyPlace, OrderState
from signatures.models import Signature
from tests.factories import a_procedure, an_office
from tests.issuing.inboxes import (
    Device,
    decided,
    delegated,
    signed_on,
    state_of,
    value_without_result,
    waiting_order,
)
from tests.issuing.papers import follow_up, last_event

FAILING = "signatures.backends.failing.FailingBackend"
REFUSING = "signatures.backends.failing.RefusingBackend"


@pytest.fixture
def waiting(office):
    """Three results of the leader, whose key on the server signs what the inbox confirms."""
    decided(office, KeyPlace.CONFIRMED)
    version = a_procedure()
    return [waiting_order(office, version=version) for _ in range(3)]


def confirmed(orders, actor):
    chosen = batches.choose([order.pk for order in orders], actor=actor, at=timezone.now())
    batches.confirm(chosen, at=timezone.now())
    return chosen


def counts(batch):
    told = many.progress(batch)
    return told["done"], told["refused"], told["cancelled"], told["waiting"]


def revoked(order, office):
    case = Application.objects.get(pk=order.application_id)
    lifecycle.revoke_decision(case.pk, actor=office.leader, at=timezone.now(), reason="Nhầm")
    return case


def test_one_confirmation_signs_all_that_were_chosen(office, waiting):
    batch = confirmed(waiting, office.leader)
    batches.carry_out()
    assert counts(batch) == (3, 0, 0, 0)
    assert {state_of(order) for order in waiting} == {("issued", State.ISSUED)}
    assert SigningBatch.objects.get().finished_at


def test_a_second_confirmation_and_a_second_worker_change_nothing(office, waiting):
    batch = confirmed(waiting, office.leader)
    assert not batches.confirm(batch, at=timezone.now())
    for _ in range(2):
        batches.carry_out()
    assert Event.objects.filter(verb=Verb.ISSUE).count() == 3


def test_before_it_is_confirmed_it_says_what_would_be_signed(office, waiting):
    revoked(waiting[0], office)
    chosen = batches.choose([order.pk for order in waiting], actor=office.leader, at=timezone.now())
    preview = batches.preview(chosen, actor=office.leader)
    [line], [refusal] = preview.sums, preview.refusals
    assert (preview.possible, line.count, line.outcome) == (2, 2, "chấp thuận")
    assert refusal.examples == [waiting[0].application.number]
    batches.carry_out()
    assert not Signature.objects.exists()


def test_a_decision_revoked_meanwhile_is_refused_and_the_others_are_signed(office, waiting):
    batch = confirmed(waiting, office.leader)
    revoked(waiting[1], office)
    batches.carry_out()
    assert counts(batch) == (2, 1, 0, 0)
    [refusal] = many.refusals(batch)
    assert refusal.examples == [waiting[1].application.number]


def test_whoever_may_not_sign_gets_each_refused_with_the_rule(office, waiting):
    batch = confirmed(waiting, office.officer)
    batches.carry_out()
    [refusal] = many.refusals(batch)
    assert refusal.count == 3
    assert "lãnh đạo đã quyết định" in refusal.reason
    assert not Signature.objects.exists()


def test_a_signer_out_of_reach_lets_the_batch_rest_and_loses_nothing(office, waiting, settings):
    settings.SIGNATURES_BACKEND, working = FAILING, settings.SIGNATURES_BACKEND
    batch = confirmed(waiting, office.leader)
    batches.carry_out()
    assert counts(batch) == (0, 0, 0, 3)
    assert SigningBatch.objects.get().error
    batches.carry_out()
    settings.SIGNATURES_BACKEND = working
    SigningBatch.objects.update(leased_until=None)
    batches.carry_out()
    assert counts(batch) == (3, 0, 0, 0)


def test_a_signer_that_refuses_leaves_the_results_in_the_inbox(office, waiting, settings):
    settings.SIGNATURES_BACKEND = REFUSING
    batch = confirmed(waiting, office.leader)
    batches.carry_out()
    assert counts(batch) == (0, 3, 0, 0)
    assert inbox.count(office.leader) == 3
    assert all(order.error for order in SigningOrder.objects.all())


def test_what_was_not_signed_yet_can_be_left(office, waiting):
    batch = confirmed(waiting, office.leader)
    batches.deal_with_next(batch)
    assert many.cancel(batch, at=timezone.now()) == 2
    batches.carry_out()
    assert counts(batch) == (1, 0, 2, 0)
    assert inbox.count(office.leader) == 2


def test_a_worker_lost_between_signing_and_the_outcome_leaves_nothing_double(office, waiting):
    batch = confirmed(waiting, office.leader)
    batches.attempt(waiting[0].pk, batch)
    batches.carry_out()
    assert counts(batch) == (3, 0, 0, 0)
    assert Event.objects.filter(verb=Verb.ISSUE).count() == 3


def test_a_worker_lost_after_the_claim_is_followed_by_the_sweep(office, waiting, settings):
    order, now = waiting[0], timezone.now()
    claiming.claim(order, Signatory(office.leader.user_id), at=now)
    sweeping.sweep(at=now)
    assert state_of(order)[0] == OrderState.SIGNING
    later = now + timedelta(seconds=settings.ISSUING_SIGNING_LEASE_SECONDS + 1)
    sweeping.sweep(at=later)
    assert state_of(order) == ("issued", State.ISSUED)


def test_a_token_removed_in_mid_batch_leaves_the_rest_waiting(office):
    decided(office, KeyPlace.DEVICE)
    token, version = Device(office.colleague(Role.LEADER)), a_procedure()
    orders = [waiting_order(office, version=version) for _ in range(3)]
    batch = confirmed(orders, office.leader)
    batches.carry_out()
    signed_on(orders[0], token, office.leader)
    assert counts(batch) == (1, 0, 0, 2)
    assert list(inbox.waiting_for(office.leader)) == orders[1:]
    for order in orders[1:]:
        signed_on(order, token, office.leader)
    assert SigningBatch.objects.get().finished_at


def test_a_batch_that_waits_for_a_device_learns_of_a_revocation(office):
    decided(office, KeyPlace.DEVICE)
    order = waiting_order(office)
    batch = confirmed([order], office.leader)
    follow_up(Application.objects.get(pk=revoked(order, office).pk))
    assert counts(batch) == (0, 1, 0, 0)


def test_a_revocation_followed_late_leaves_the_new_decision_in_its_batch(office):
    decided(office, KeyPlace.DEVICE)
    first, now = waiting_order(office), timezone.now()
    revoking = last_event(revoked(first, office))
    lifecycle.reject(first.application_id, actor=office.leader, at=now, reason="Không đủ")
    follow_up(Application.objects.get(pk=first.application_id))
    [second] = inbox.waiting_for(office.leader)
    batch = confirmed([second], office.leader)
    handle(revoking)
    assert counts(batch) == (0, 0, 0, 1)
    assert state_of(first)[0] == OrderState.WITHDRAWN


def test_a_value_that_comes_with_the_revocation_is_not_told_as_signed(office):
    decided(office, KeyPlace.DEVICE)
    order, token = waiting_order(office), Device(office.colleague(Role.LEADER))
    batch = confirmed([order], office.leader)
    value_without_result(order, token, office.leader)
    revoked(order, office)
    sweeping.sweep(at=timezone.now() + timedelta(hours=12))
    assert state_of(order) == (OrderState.WITHDRAWN, State.IN_REVIEW)
    assert counts(batch) == (0, 1, 0, 0)


def test_a_result_the_deputy_signed_first_is_refused_to_the_leader(office, waiting):
    batch = confirmed(waiting[:1], office.leader)
    delegated(office)
    claiming.claim(waiting[0], Signatory(office.officer.user_id, "12/QĐ-UBND"), at=timezone.now())
    claiming.try_on(waiting[0].pk, at=timezone.now())
    batches.carry_out()
    assert counts(batch) == (0, 1, 0, 0)
    assert Result.objects.get().signature.holder == office.colleague(Role.OFFICER).username


def test_the_inbox_goes_page_by_page_and_back(office, waiting):
    mine = inbox.waiting_for(office.leader)
    first = inbox.page_of(mine, size=2)
    second = inbox.page_of(mine, place=inbox.Place(after=inbox.Key.parsed(first.after)), size=2)
    back = inbox.page_of(mine, place=inbox.Place(before=inbox.Key.parsed(second.before)), size=2)
    assert [*first.rows, *second.rows] == waiting
    assert list(back.rows) == list(first.rows)
    assert (first.before, second.after, back.before) == ("", "", "")


@pytest.mark.django_db(transaction=True)
def test_two_workers_racing_sign_a_result_once():
    office = an_office()
    decided(office, KeyPlace.CONFIRMED)
    order = waiting_order(office)
    claiming.claim(order, Signatory(office.leader.user_id), at=timezone.now())
    start = threading.Barrier(4, timeout=20)

    def race(_):
        try:
            fresh = chains.loaded(order.pk)
            start.wait()
            chains.carry_on(fresh, at=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(race, range(4)))
    assert Result.objects.count() == Event.objects.filter(verb=Verb.ISSUE).count() == 1
    assert state_of(order) == ("issued", State.ISSUED)
    assert Signature.objects.count() == 1


def test_outcomes_are_told_file_by_file(office, waiting):
    batch = confirmed(waiting, office.leader)
    batches.carry_out()
    items = many.told(SigningBatchItem.objects.order_by("place"))
    assert [item.number for item in items] == [order.application.number for order in waiting]
    assert {item.outcome for item in items} == {"done"}
    assert batch.items.count() == 3
