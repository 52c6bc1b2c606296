from urllib.parse import parse_qs, urlsplit

import pytest

from caseflow.applications import lifecycle
from caseflow.applications.states import State
from caseflow.payments import ordering
from caseflow.payments.backends import failing
from caseflow.payments.backends.sandbox import SandboxGateway
from caseflow.payments.backends.vnpay import SIGNATURE, VnpayGateway, signature_of
from caseflow.payments.models import Payment
from tests.api import Api
from tests.factories import a_citizen, an_office, case_in
from tests.payments.gateway import ordered

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def mai():
    return a_citizen()


@pytest.fixture
def order(office, mai):
    return ordered(case_in(State.PAYMENT_DUE, office, by=mai))


def start(user, order, **body):
    return Api(user).post(f"/api/v1/payments/{order.number}/start/", body)


def asked_of_the_gateway(answer):
    query = urlsplit(answer.json()["redirect"]).query
    return {name: values[0] for name, values in parse_qs(query).items()}


def test_the_owner_is_sent_to_the_gateway_with_a_signed_order(order, mai):
    asked = asked_of_the_gateway(start(mai, order))
    assert (asked["vnp_Amount"], asked["vnp_TxnRef"]) == ("800000", f"{order.number}T1")
    assert asked.pop(SIGNATURE) == signature_of(asked, SandboxGateway().secret)


def test_the_gateway_is_not_told_who_pays_or_for_which_file(order, mai):
    sent = start(mai, order).json()["redirect"]
    assert order.application.number not in sent
    assert mai.username not in sent


def test_each_visit_has_a_reference_of_its_own(order, mai):
    references = [asked_of_the_gateway(start(mai, order))["vnp_TxnRef"] for _ in range(2)]
    assert references == [f"{order.number}T1", f"{order.number}T2"]


def test_only_the_owner_is_sent_to_pay(order, office):
    assert start(office.colleague("clerk"), order).status_code == 403
    stranger = a_citizen("025184000999", "Trần Văn Bình")
    assert start(stranger, order).status_code == 404
    assert Payment.objects.get().attempts == 0


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "http://127.0.0.1:8000@evil.example/", "http://127.0.0.1:8000\\@x/"],
)
def test_people_are_brought_back_to_our_own_site_only(address, order, mai, settings):
    settings.CASEFLOW_PUBLIC_URL = "http://127.0.0.1:8000"
    answer = start(mai, order, return_url=address)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["return_url"]


def test_an_own_address_to_come_back_to_is_taken(order, mai, settings):
    back = f"{settings.CASEFLOW_PUBLIC_URL}/payments/return/?from=app"
    assert asked_of_the_gateway(start(mai, order, return_url=back))["vnp_ReturnUrl"] == back


@pytest.mark.parametrize("behind", [True, False])
def test_nobody_pays_for_a_case_that_ended(behind, order, office, mai):
    lifecycle.withdraw(order.application_id, actor=office.clerk, at=order.opened_at)
    if not behind:
        ordering.keep_up(order.application_id)
    answer = start(mai, order)
    assert (answer.status_code, answer.json()["rule"]) == (409, "cancelled")


def test_an_order_past_its_day_is_not_sent_to_the_gateway(order, mai):
    Payment.objects.update(expires_at=order.opened_at)
    assert start(mai, order).json()["rule"] == "expired"


@pytest.mark.parametrize("gateway", [failing.DownGateway, failing.SlowGateway])
def test_a_gateway_that_is_away_or_slow_is_said_plainly_and_loses_nothing(
    gateway, order, mai, settings
):
    settings.PAYMENTS_BACKEND = f"{gateway.__module__}.{gateway.__name__}"
    settings.PAYMENTS_GATEWAY_SECONDS = 0.1
    answer = start(mai, order)
    assert (answer.status_code, answer.json()["code"]) == (503, "gateway_unavailable")
    settings.PAYMENTS_BACKEND = "caseflow.payments.backends.sandbox.SandboxGateway"
    assert start(mai, order).status_code == 200


def test_without_a_gateway_money_is_taken_at_the_counters_only(order, mai, settings):
    settings.PAYMENTS_BACKEND = ""
    assert start(mai, order).status_code == 503


def test_an_empty_secret_believes_nobody(settings):
    settings.PAYMENTS_VNPAY_SECRET = ""
    told = {"vnp_TxnRef": "1"}
    with pytest.raises(Exception, match="^$") as refused:
        VnpayGateway().read(told | {SIGNATURE: signature_of(told, "")})
    assert refused.typename == "ForgedNotice"


def test_the_signature_is_that_of_another_program():
    """HMAC-SHA512 over the sorted, encoded parameters, worked out with another program."""
    told = {"vnp_TxnRef": "5", "vnp_Amount": "1806000", "vnp_OrderInfo": "Thanh toan don hang :5"}
    assert signature_of(told, "SECRET").startswith(
        "8dd6553eb815b62bca4dcec939085fd0d7efc3f952385e1cf449507629cda305"
    )


def test_orders_of_a_file_are_shown_to_who_handles_it(order, office, mai):
    path = f"/api/v1/applications/{order.application.number}/payments/"
    (shown,) = Api(mai).get(path).json()["results"]
    assert (shown["number"], shown["amount"], shown["state"]) == (order.number, 8000, "open")
    assert Api(office.colleague("clerk")).get(path).status_code == 200
    elsewhere = an_office().colleague("clerk")
    assert Api(elsewhere).get(path).status_code == 404
