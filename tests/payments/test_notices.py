"""What the gateway says: believed with its signature, compared with our order, counted once."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Event
from caseflow.applications.states import State
from caseflow.payments import ordering, receiving, telling
from caseflow.payments.models import GatewayNotice, Payment, Receipt
from caseflow.payments.states import Finding, PaymentState
from tests.factories import MONDAY, an_office
from tests.payments.gateway import an_order, notify, said

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def order(office):
    return an_order(office)


def told(order):
    """What became of order and case once everything was told."""
    telling.sweep(at=LATER)
    case = Application.objects.get(pk=order.application_id)
    return Payment.objects.get(pk=order.pk).state, case.state, case.paid_online


def payments_in_chain():
    return Event.objects.filter(verb="pay").count()


def findings():
    return list(GatewayNotice.objects.order_by("pk").values_list("finding", flat=True))


def test_a_confirmed_payment_closes_the_order_and_moves_the_case(order):
    assert notify(said(order)) == "00"
    assert told(order) == (PaymentState.PAID, State.IN_REVIEW, True)
    paid = Event.objects.get(verb="pay")
    assert (paid.actor_unit, paid.payload["reference"]) == ("payments", order.number)


def test_the_same_notice_again_changes_nothing(order):
    codes = [notify(said(order)) for _ in range(3)]
    told(order)
    telling.sweep(at=LATER)
    assert codes == ["00", "02", "02"]
    assert (Receipt.objects.count(), payments_in_chain()) == (1, 1)
    assert findings() == [Finding.CONFIRMED, Finding.REPEATED, Finding.REPEATED]


def test_a_forged_notice_is_refused_and_logged_without_its_words(order):
    forged = said(order) | {"vnp_Amount": "800100"}
    assert notify(forged) == notify({}) == notify(forged | {"vnp_SecureHash": "x"}) == "97"
    assert told(order) == (PaymentState.OPEN, State.PAYMENT_DUE, None)
    notice = GatewayNotice.objects.first()
    assert (notice.finding, notice.reference, notice.amount) == (Finding.FORGED, "", None)


@pytest.mark.parametrize("amount", ["700000", "800001", "-800000", "", "8e5", "9" * 30])
def test_a_wrong_amount_pays_nothing(order, amount):
    assert notify(said(order, vnp_Amount=amount)) == "04"
    assert told(order) == (PaymentState.OPEN, State.PAYMENT_DUE, None)


@pytest.mark.parametrize("reference", ["", "1T1", "9" * 16 + "T1", "x" * 500])
def test_a_notice_of_an_unknown_order_is_harmless(order, reference):
    assert notify(said(order, vnp_TxnRef=reference)) == "01"
    assert findings() == [Finding.UNKNOWN_ORDER]


def test_a_visit_that_never_was_is_unknown(order):
    assert notify(said(order, vnp_TxnRef=f"{order.number}T2")) == "01"


def test_what_was_not_paid_is_noted_and_the_order_stays_open(order):
    assert notify(said(order, vnp_ResponseCode="24", vnp_TransactionStatus="02")) == "00"
    assert findings() == [Finding.DECLINED]
    assert told(order) == (PaymentState.OPEN, State.PAYMENT_DUE, None)


def test_a_notice_of_an_earlier_visit_counts_as_well(order):
    Payment.objects.filter(pk=order.pk).update(attempts=3)
    assert notify(said(order)) == "00"
    assert told(order)[0] == PaymentState.PAID


def test_a_late_notice_for_a_withdrawn_file_is_money_to_refund(order, office):
    lifecycle.withdraw(order.application_id, actor=office.clerk, at=LATER)
    ordering.keep_up(order.application_id)
    assert Payment.objects.get().state == PaymentState.CANCELLED
    assert notify(said(order)) == "00"
    assert told(order) == (PaymentState.REFUND_DUE, State.WITHDRAWN, None)
    assert Receipt.objects.get().refund_due


def test_money_from_the_gateway_after_cash_is_to_be_refunded(order, office):
    lifecycle.pay(order.application_id, actor=office.clerk, at=LATER, reference="BL-1")
    ordering.keep_up(order.application_id)
    assert notify(said(order)) == "00"
    assert told(order) == (PaymentState.REFUND_DUE, State.IN_REVIEW, False)
    assert list(Receipt.objects.order_by("pk").values_list("method", "refund_due")) == [
        ("counter", False),
        ("online", True),
    ]
    assert payments_in_chain() == 1


def test_two_payments_of_one_order_leave_one_to_refund(order):
    Payment.objects.update(attempts=2)
    assert notify(said(order)) == "00"
    assert notify(said(order, vnp_TxnRef=f"{order.number}T2", vnp_TransactionNo="G-2")) == "00"
    assert told(order) == (PaymentState.REFUND_DUE, State.IN_REVIEW, True)
    assert list(Receipt.objects.order_by("pk").values_list("refund_due", flat=True)) == [
        False,
        True,
    ]
    assert payments_in_chain() == 1


def test_money_for_an_old_request_does_not_pay_a_new_one(order, office):
    case = order.application_id
    lifecycle.pay(case, actor=office.clerk, at=LATER)
    lifecycle.request_payment(case, actor=office.officer, at=LATER, amount=9000)
    assert notify(said(order)) == "00"
    assert told(order)[:2] == (PaymentState.REFUND_DUE, State.PAYMENT_DUE)


def test_the_payers_instant_counts_however_late_the_notice(order):
    receiving.receive(said(order, vnp_PayDate="20260302120500"), at=LATER)
    assert told(order)[0] == PaymentState.PAID
    case = Application.objects.get()
    assert case.paid_at.isoformat() == "2026-03-02T05:05:00+00:00"


@pytest.mark.parametrize("moment", ["20990101000000", "20000101000000", "never"])
def test_an_impossible_instant_of_payment_is_held_within_ours(order, moment):
    receiving.receive(said(order, vnp_PayDate=moment), at=LATER)
    assert order.opened_at <= Receipt.objects.get().received_at <= LATER


def test_a_case_that_cannot_be_told_now_is_told_by_the_sweep(order, monkeypatch):
    def away(*_args, **_named):
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(telling, "taken", away)
        assert notify(said(order)) == "00"
        telling.sweep(at=LATER)
    assert Receipt.objects.get().told_at is None
    assert told(order) == (PaymentState.PAID, State.IN_REVIEW, True)


def test_a_database_in_trouble_asks_the_gateway_to_come_again(order, monkeypatch):
    def away(*_args, **_named):
        raise DatabaseError

    monkeypatch.setattr(receiving, "confirm", away)
    assert notify(said(order)) == "99"


@pytest.mark.parametrize(
    "change",
    [
        lambda: Receipt.objects.update(amount=1),
        lambda: Payment.objects.update(amount=1),
        lambda: GatewayNotice.objects.all().delete(),
    ],
)
def test_money_and_notices_are_never_changed(order, change):
    notify(said(order))
    with pytest.raises(IntegrityError), transaction.atomic():
        change()
