"""Requests made up from the schema, fitting and unfitting: whatever comes, never a 5xx."""

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from requests import Request
from rest_framework.throttling import ScopedRateThrottle
from schemathesis import GenerationMode

from tests.api import Api
from tests.journeys.client import SCHEMA
from tests.journeys.test_rights import API, COLUMNS, OPEN_TO_ALL, TABLE, world

__all__ = ["world"]

pytestmark = pytest.mark.django_db
EXAMPLES = 3
REFUSED = {"401", "403", "404"}
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
AGAIN_AND_AGAIN = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def schema():
    return schemathesis.openapi.from_path(SCHEMA)


@pytest.fixture(autouse=True)
def _no_throttles(monkeypatch):
    rates = dict.fromkeys(ScopedRateThrottle.THROTTLE_RATES, "9999/second")
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", rates)


def who_gets_in(line):
    """The first person whom rights alone do not turn away."""
    statuses = TABLE.get(line, "").split()
    welcome = [who for who, status in zip(COLUMNS, statuses, strict=False) if status not in REFUSED]
    return welcome[0] if welcome else "owner"


def send(case, headers):
    """As the program would that schemathesis plays, but to the tests' own connection."""
    sent = Request(**case.as_transport_kwargs(base_url="http://localhost")).prepare()
    headers = {**sent.headers, **headers}
    content_type = headers.pop("Content-Type", "")
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        answer = client.generic(
            sent.method, sent.path_url, sent.body or b"", content_type, headers=headers
        )
        transaction.set_rollback(True)
    return answer


def failures(strategy, headers):
    found = []

    @AGAIN_AND_AGAIN
    @given(strategy)
    def attack(case):
        if send(case, headers).status_code >= 500:
            found.append(case.as_curl_command())

    attack()
    return found


def modes(operation):
    """A path without any input takes no unfitting one."""
    has_input = [*operation.body, *operation.query]
    return list(GenerationMode) if has_input else [GenerationMode.POSITIVE]


@pytest.mark.parametrize("line", [*TABLE, *OPEN_TO_ALL])
def test_no_request_is_answered_with_a_server_error(line, schema, world):
    method, path = line.split()
    known = {"number": world.case.number, "reference": str(world.draft.reference)}
    places = {name: known[name] for name in known if f"{{{name}}}" in line} or None
    headers = Api(world.people[who_gets_in(line)]).headers
    operation = schema[API + path][method]
    for mode in modes(operation):
        strategy = operation.as_strategy(generation_mode=mode, path_parameters=places)
        assert failures(strategy, headers) == []
