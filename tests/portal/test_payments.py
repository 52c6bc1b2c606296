import pytest
from django.test import Client

from caseflow.applications.models import Application
from caseflow.applications.states import State
from caseflow.payments.models import Payment
from caseflow.payments.states import PaymentState
from tests.factories import MONDAY, case_in
from tests.payments.gateway import an_order, notify, ordered, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sandbox(settings):
    settings.PAYMENTS_BACKEND = "caseflow.payments.backends.sandbox.SandboxGateway"
    settings.PAYMENTS_ORDER_DAYS = 36_500


@pytest.fixture
def order(office):
    return ordered(case_in(State.PAYMENT_DUE, office))


def sent(path, case, **more):
    body = {"number": case.number, "key": case.tracking_key} | more
    return Client(headers={"accept-language": "en"}).post(path, body)


def page(case):
    return sent("/payments/", case).content.decode()


def test_number_and_key_show_what_has_to_be_paid_and_no_name(order):
    shown = page(order.application)
    assert "8,000" in shown
    assert "Pay online" in shown
    assert order.application.applicant_name not in shown


def test_a_wrong_key_shows_nothing(order):
    answer = Client().post("/payments/", {"number": order.application.number, "key": "a" * 16})
    assert answer.status_code == 404
    assert order.number not in answer.content.decode()


def test_the_button_leads_to_the_gateway(order):
    answer = sent("/payments/start/", order.application, order=order.number)
    assert answer.status_code == 302
    assert f"vnp_TxnRef={order.number}T1" in answer["Location"]
    assert order.application.tracking_key not in answer["Location"]


def test_an_order_of_another_file_is_not_there(order, office):
    other = ordered(case_in(State.PAYMENT_DUE, office))
    answer = sent("/payments/start/", order.application, order=other.number)
    assert answer.status_code == 404


def test_a_gateway_that_is_away_is_said_on_the_page(order, settings):
    settings.PAYMENTS_BACKEND = "caseflow.payments.backends.failing.DownGateway"
    answer = sent("/payments/start/", order.application, order=order.number)
    assert answer.status_code == 503
    assert "Nothing can be paid online now" in answer.content.decode()


def test_without_a_gateway_the_page_leads_to_the_centre(order, settings):
    settings.PAYMENTS_BACKEND = ""
    shown = page(order.application)
    assert "Please pay at the centre" in shown
    assert "Pay online" not in shown


def test_a_paid_order_shows_its_receipt(office):
    order = an_order(office)
    notify(said(order))
    shown = page(order.application)
    assert f"Receipt {order.number}" in shown
    assert "Pay online" not in shown


def test_an_order_that_ended_is_not_sent_to_the_gateway(order):
    Payment.objects.update(state=PaymentState.CANCELLED, closed_at=MONDAY)
    answer = sent("/payments/start/", order.application, order=order.number)
    assert answer.status_code == 409
    assert "The application ended" in answer.content.decode()


def test_where_nothing_has_to_be_paid_the_page_says_so(office):
    assert "Nothing has to be paid" in page(case_in(State.RECEIVED, office))


def test_an_order_that_is_still_being_made_out_is_announced(office):
    assert "The order is being made out" in page(case_in(State.PAYMENT_DUE, office))


def test_who_comes_without_a_number_is_asked_for_it():
    shown = Client(headers={"accept-language": "en"}).get("/payments/").content.decode()
    assert "Tracking key" in shown
    assert Application.objects.count() == 0
