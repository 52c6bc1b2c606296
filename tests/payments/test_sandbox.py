"""The gateway of the tree, from the order to the notice, as a browser would go through it."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from caseflow.applications.models import Application
from caseflow.applications.states import State
from caseflow.payments import sandbox, starting, sweeping
from caseflow.payments.models import GatewayNotice, Payment, Receipt, SandboxPayment
from caseflow.payments.states import PaymentState
from tests.factories import an_office, case_in
from tests.payments.gateway import ordered

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return ordered(case_in(State.PAYMENT_DUE, an_office()))


@pytest.fixture
def gateway_page(order):
    """The path and query under which the payer arrives at the sandbox."""
    parts = urlsplit(starting.start(order.number, at=timezone.now()))
    return f"{parts.path}?{parts.query}"


def press(page, deed):
    """Where the sandbox sends the payer back to, as a path."""
    answer = Client().post(page, {"deed": deed})
    assert answer.status_code == 302
    back = urlsplit(answer["Location"])
    return f"{back.path}?{back.query}"


def read(path):
    return Client(headers={"accept-language": "en"}).get(path)


def case_state():
    return Application.objects.get().state


def test_the_page_of_the_gateway_says_that_it_takes_no_money(gateway_page, order):
    page = read(gateway_page).content.decode()
    assert "no money is taken here" in page
    assert "8,000 đ" in page
    assert order.application.number not in page


def test_paying_confirms_the_order_and_the_return_shows_it(
    gateway_page, order, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        back = press(gateway_page, "pay")
    assert case_state() == State.IN_REVIEW
    assert "Paid. The office goes on" in read(back).content.decode()


def test_paying_twice_in_two_windows_takes_money_once(gateway_page):
    press(gateway_page, "pay")
    press(gateway_page, "pay")
    assert SandboxPayment.objects.count() == Receipt.objects.count() == 1


def test_cancelling_leaves_the_order_open(gateway_page):
    page = read(press(gateway_page, "cancel")).content.decode()
    assert "Nothing was paid" in page
    assert Payment.objects.get().state == PaymentState.OPEN


def test_a_delayed_confirmation_is_waited_for_and_then_comes(gateway_page, settings):
    back = press(gateway_page, "delay")
    waiting = read(back)
    assert "has not confirmed it to us yet" in waiting.content.decode()
    assert waiting["Refresh"]
    later = timezone.now() + timedelta(seconds=settings.PAYMENTS_SANDBOX_DELAY_SECONDS)
    sweeping.sweep(at=later)
    assert "Refresh" not in read(back)
    assert case_state() == State.IN_REVIEW


def test_the_return_shows_our_rows_and_not_its_own_words(gateway_page):
    back = press(gateway_page, "delay")
    Payment.objects.update(state=PaymentState.CANCELLED, closed_at=timezone.now())
    assert "The application ended" in read(back).content.decode()


@pytest.mark.parametrize("change", ["&vnp_Amount=100", "x", "&vnp_ResponseCode=00"])
def test_a_forged_return_is_believed_by_nobody(gateway_page, change):
    back = press(gateway_page, "cancel").replace("vnp_Amount=800000", "vnp_Amount=1") + change
    answer = read(back)
    assert answer.status_code == 400
    assert not GatewayNotice.objects.exists()


def test_a_request_we_did_not_sign_is_not_paid(gateway_page):
    page = gateway_page.replace("vnp_Amount=800000", "vnp_Amount=100")
    assert Client().post(page, {"deed": "pay"}).status_code == 400
    assert not SandboxPayment.objects.exists()


def test_the_sandbox_is_there_only_where_the_setting_says_so(gateway_page, settings):
    settings.PAYMENTS_SANDBOX = False
    assert read(gateway_page).status_code == 404
    assert read("/sandbox-gateway/statement.csv").status_code == 404


def test_a_notice_that_was_sent_is_not_sent_again(gateway_page):
    press(gateway_page, "pay")
    sandbox.send_due(at=timezone.now() + timedelta(days=1))
    assert GatewayNotice.objects.count() == 1
