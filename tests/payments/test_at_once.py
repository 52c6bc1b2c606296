"""Notice, return and cash at the same moment, with threads of their own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Event
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import State
from caseflow.payments import telling
from caseflow.payments.models import Payment, Receipt
from caseflow.payments.states import PaymentState
from tests.factories import Office, an_office
from tests.payments.gateway import an_order, followed, notify, said

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    gate, results = Barrier(len(deeds)), []

    def run(deed: Callable[[], Any]) -> None:
        gate.wait(timeout=20)
        try:
            results.append(deed())
        except DeedRefused as refusal:
            results.append(refusal.rule)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def office() -> Office:
    return an_office()


def settled(order: Payment) -> Payment:
    followed("payments")
    telling.sweep(at=timezone.now())
    return Payment.objects.get(pk=order.pk)


@pytest.mark.parametrize("_round", range(3))
def test_notice_return_and_cash_at_once_make_one_payment(_round, office):
    order, clerk = an_order(office), office.clerk
    words = said(order)

    def cash() -> str:
        return lifecycle.pay(order.application_id, actor=clerk, at=timezone.now()).state

    def back() -> int:
        return Client().get("/payments/return/", words).status_code

    at_once(cash, back, *[lambda: notify(words)] * 3)
    after = settled(order)
    assert Event.objects.filter(verb="pay").count() == 1
    assert Application.objects.get().state == State.IN_REVIEW
    assert Receipt.objects.filter(method="online").count() == 1
    was_online = Application.objects.get().paid_online
    assert after.state == (PaymentState.PAID if was_online else PaymentState.REFUND_DUE)


def test_several_sweeps_tell_the_case_once(office):
    order = an_order(office)
    at_once(*[lambda: notify(said(order))] * 2)
    Receipt.objects.update(told_at=None)
    at_once(*[lambda: telling.sweep(at=timezone.now())] * 3)
    assert Event.objects.filter(verb="pay").count() == 1


def test_of_many_same_notices_at_once_one_is_confirmed(office):
    words = said(an_order(office))
    codes = at_once(*[lambda: notify(words)] * 4)
    assert sorted(codes) == ["00", "02", "02", "02"]


def test_a_withdrawal_and_a_notice_at_once_leave_money_paid_or_to_refund(office):
    order, clerk = an_order(office), office.clerk

    def withdraw() -> str:
        return lifecycle.withdraw(order.application_id, actor=clerk, at=timezone.now()).state

    at_once(withdraw, lambda: notify(said(order)))
    after, receipt = settled(order), Receipt.objects.get()
    paid = Event.objects.filter(verb="pay").exists()
    assert Application.objects.get().state == State.WITHDRAWN
    assert (after.state, receipt.refund_due) == (
        (PaymentState.PAID, False) if paid else (PaymentState.REFUND_DUE, True)
    )
