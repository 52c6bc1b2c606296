"""Orders follow the chain, whatever order its events are looked at in."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Job
from caseflow.applications.states import Origin, State
from caseflow.payments import ordering
from caseflow.payments.following import FOLLOWER
from caseflow.payments.models import Payment, Receipt
from caseflow.payments.states import PaymentState
from tests.factories import MONDAY, an_office, case_in
from tests.payments.gateway import followed

LATER = MONDAY + timedelta(days=1)
LINES = [{"name": "Phí bản sao", "amount": 8000}]


@pytest.fixture
def office():
    return an_office()


@pytest.mark.django_db
def test_a_request_for_payment_has_one_order_however_often_it_is_looked_at(office):
    case = case_in(State.IN_REVIEW, office)
    asked = {"amount": 8000, "lines": LINES}
    lifecycle.request_payment(case.pk, actor=office.officer, at=LATER, **asked)
    for _ in range(3):
        ordering.keep_up(case.pk)
    order = Payment.objects.get()
    assert (order.amount, order.lines, order.state) == (8000, LINES, PaymentState.OPEN)
    assert order.number.startswith("260303")


@pytest.mark.django_db
def test_cash_closes_the_order_with_the_number_of_its_receipt(office):
    case = case_in(State.PAYMENT_DUE, office)
    lifecycle.pay(case.pk, actor=office.clerk, at=LATER, reference="BL-0017")
    ordering.keep_up(case.pk)
    order, receipt = Payment.objects.get(), Receipt.objects.get()
    assert (order.state, order.closed_at) == (PaymentState.PAID, LATER)
    assert (receipt.method, receipt.reference, receipt.refund_due) == ("counter", "BL-0017", False)


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["withdraw", "stop"])
def test_an_ended_case_cancels_what_nobody_paid(ending, office):
    case = case_in(State.PAYMENT_DUE, office)
    said = {"reason": "Theo đề nghị"}
    lifecycle.VERBS[ending](case.pk, actor=office.leader, at=LATER, **said)
    ordering.keep_up(case.pk)
    assert Payment.objects.get().state == PaymentState.CANCELLED


@pytest.mark.django_db
def test_each_request_of_a_case_has_its_own_order(office):
    case = case_in(State.PAYMENT_DUE, office)
    lifecycle.pay(case.pk, actor=office.clerk, at=LATER)
    lifecycle.request_payment(case.pk, actor=office.officer, at=LATER, amount=500)
    ordering.keep_up(case.pk)
    states = Payment.objects.order_by("pk").values_list("amount", "state")
    assert list(states) == [(8000, PaymentState.PAID), (500, PaymentState.OPEN)]


@pytest.mark.django_db
def test_an_order_past_its_day_is_paid_at_the_counter_only(office, settings):
    case = case_in(State.PAYMENT_DUE, office)
    ordering.keep_up(case.pk)
    ordering.expire(at=LATER + timedelta(days=settings.PAYMENTS_ORDER_DAYS))
    assert Payment.objects.get().state == PaymentState.EXPIRED
    lifecycle.pay(case.pk, actor=office.clerk, at=LATER)
    ordering.keep_up(case.pk)
    assert Payment.objects.get().state == PaymentState.PAID


@pytest.mark.django_db
def test_told_history_is_asked_for_no_money(office):
    event = case_in(State.PAYMENT_DUE, office).events.last()
    event.origin = Origin.SYNTHETIC
    assert not FOLLOWER.wants(event)


@pytest.mark.django_db(transaction=True)
def test_the_follower_makes_the_order_once_though_several_work(office):
    case = case_in(State.PAYMENT_DUE, office)
    gate = Barrier(3)

    def work() -> None:
        gate.wait()
        followed("payments")
        ordering.keep_up(case.pk)
        connection.close()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Payment.objects.count() == 1
    assert not Job.objects.filter(done_at=None, error__gt="").exists()
    assert Application.objects.get().state == State.PAYMENT_DUE
