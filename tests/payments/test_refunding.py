"""Money that the case could not take goes back, once and with its proof."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.models import Application
from caseflow.payments import ordering, refunding, telling
from caseflow.payments.models import Payment, Receipt, Refund
from caseflow.payments.states import PaymentState
from tests.factories import MONDAY, an_office
from tests.payments.gateway import an_order, notify, said

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=2)


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def late(office):
    """Paid online when the case had ended."""
    order = an_order(office)
    at = Application.objects.get(pk=order.application_id).last_event_at + timedelta(hours=1)
    lifecycle.stop(order.application_id, actor=office.leader, at=at, reason="Theo đề nghị")
    ordering.keep_up(order.application_id)
    notify(said(order))
    telling.sweep(at=LATER)
    return Payment.objects.get(state=PaymentState.REFUND_DUE)


def refund(order, office):
    return refunding.refund(order.number, proof="UNC 17/2026", actor=office.clerk, at=LATER)


def test_a_refund_says_by_which_proof_and_by_whom_and_empties_the_list(late, office):
    (made,) = refund(late, office)
    assert (made.proof, made.made_by, made.unit, made.made_at) == (
        "UNC 17/2026",
        office.colleague(Role.CLERK),
        office.center.code,
        LATER,
    )
    assert not Payment.objects.to_refund().exists()
    assert Payment.objects.get().state == PaymentState.REFUNDED


def test_what_was_paid_twice_is_paid_once_after_the_refund(office):
    order = an_order(office)
    lifecycle.pay(order.application_id, actor=office.clerk, at=MONDAY + timedelta(days=1))
    ordering.keep_up(order.application_id)
    notify(said(order))
    telling.sweep(at=LATER)
    (made,) = refund(order, office)
    assert made.receipt == Receipt.objects.get(refund_due=True)
    assert Payment.objects.get().state == PaymentState.PAID


def test_nothing_goes_back_twice_or_without_being_due(late, office):
    refund(late, office)
    for order in (late, an_order(office)):
        with pytest.raises(refunding.RefundRefused):
            refund(order, office)
    assert Refund.objects.count() == 1


def test_a_refund_that_was_kept_cannot_be_changed(late, office):
    refund(late, office)
    for change in (lambda: Refund.objects.update(proof="khác"), Refund.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_money_that_comes_once_more_is_due_again(late, office):
    refund(late, office)
    notify(said(late, vnp_TransactionNo="G777"))
    telling.sweep(at=LATER)
    (made,) = refund(late, office)
    assert made.receipt.reference == "G777"
    assert Refund.objects.count() == 2
