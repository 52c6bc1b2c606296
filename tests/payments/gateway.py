"""Payment requests and what a gateway says of them, for the tests of payments."""

import time
from datetime import timedelta
from typing import Any

from django.test import Client

from caseflow.applications.following import follow
from caseflow.applications.models import Application, Cursor, Event, Job
from caseflow.applications.states import State
from caseflow.payments import ordering, starting
from caseflow.payments.backends.sandbox import SandboxGateway
from caseflow.payments.backends.vnpay import signed
from caseflow.payments.models import Payment
from tests.factories import Office, case_in

NOTICE = "/api/v1/payments/notice/"


def an_order(office: Office, **filing_options: Any) -> Payment:
    """An order to pay 8,000 đồng, with one visit to the gateway behind it."""
    case = case_in(State.PAYMENT_DUE, office, **filing_options)
    order = ordered(case)
    starting.start(order.number, at=case.last_event_at + timedelta(minutes=5))
    return Payment.objects.get(pk=order.pk)


def ordered(case: Application) -> Payment:
    ordering.keep_up(case.pk)
    return Payment.objects.of(case).last()


def said(order: Payment, **changes: str) -> dict[str, str]:
    """The gateway's signed words that the order was paid, unless `changes` say otherwise."""
    told = {
        "vnp_TmnCode": "SANDBOX",
        "vnp_TxnRef": order.reference,
        "vnp_Amount": str(order.amount * 100),
        "vnp_ResponseCode": "00",
        "vnp_TransactionStatus": "00",
        "vnp_TransactionNo": f"G{order.pk}",
        "vnp_PayDate": "20260302120000",
    }
    return signed(told | changes, SandboxGateway().secret)


def notify(parameters: dict[str, str]) -> str:
    """The code our door answers the gateway with."""
    answer = Client().get(NOTICE, parameters)
    assert answer.status_code == 200
    return answer.json()["RspCode"]


def followed(*names: str) -> None:
    """The followers have acted on all there is; they wait for any transaction of the cluster."""
    for name in names:
        for _attempt in range(500):
            follow(name)
            if is_up_to_date(name):
                break
            time.sleep(0.1)
        else:
            raise AssertionError(f"{name} is held back")


def is_up_to_date(name: str) -> bool:
    cursor = Cursor.objects.get(follower=name)
    left = Job.objects.filter(follower=name, done_at=None)
    return not Event.objects.beyond(cursor).exists() and not left.exists()
