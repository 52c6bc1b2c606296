"""How often somebody may ask, and that nobody gets round it."""

import json
import secrets

import pytest
from django.test import Client

from caseflow.applications.views.public import TrackingView

pytestmark = pytest.mark.django_db


@pytest.fixture
def address() -> str:
    """An address nobody has asked from before, since throttles remember in the tests' Redis."""
    return f"2001:db8::{secrets.token_hex(2)}:{secrets.token_hex(2)}"


def log_in(address, **headers):
    """An attempt that fails early: it is the number of attempts that counts."""
    body = json.dumps({"username": "clerk"})
    return Client(REMOTE_ADDR=address).post(
        "/api/v1/auth/token/", body, content_type="application/json", headers=headers
    )


def test_after_ten_attempts_in_a_minute_logging_in_is_throttled(address):
    assert [log_in(address).status_code for _ in range(10)] == [400] * 10
    throttled = log_in(address)
    assert (throttled.status_code, throttled.json()["code"]) == (429, "throttled")
    assert 1 <= int(throttled["Retry-After"]) <= 61


def test_another_address_is_not_throttled_with_it(address):
    for _ in range(11):
        log_in(address)
    assert log_in(f"{address[:-1]}x").status_code == 400


def test_a_made_up_forwarding_header_does_not_get_round_the_throttle(address):
    forwarded = [{"x-forwarded-for": f"203.0.113.{number}"} for number in range(11)]
    answers = [log_in(address, **headers).status_code for headers in forwarded]
    assert answers[-1] == 429


def test_guessing_tracking_keys_is_throttled(address, monkeypatch):
    monkeypatch.setattr("rest_framework.throttling.ScopedRateThrottle.THROTTLE_RATES", RATES)
    guesses = [guess(address, number) for number in range(4)]
    assert [guessed.status_code for guessed in guesses] == [404, 404, 404, 429]
    assert guesses[-1]["Retry-After"]


RATES = {TrackingView.throttle_scope: "3/minute"}


def guess(address, number):
    headers = {"tracking-key": f"{number:016}"}
    return Client(REMOTE_ADDR=address).get("/api/v1/tracking/H44-1/", headers=headers)
