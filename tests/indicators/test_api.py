from datetime import date

import pytest
from django.contrib.auth import get_user_model
from rest_framework.test import APIClient

from caseflow.accounts.models import Role
from caseflow.indicators.definitions import DEFINITIONS
from caseflow.indicators.models import CenterDay
from caseflow.indicators.models import Role as Part
from tests.centers.factories import ServiceCenterFactory
from tests.indicators.factories import tally

pytestmark = pytest.mark.django_db

PERIOD = {"from": "2025-09-23", "to": "2025-09-30"}


def client_of(role):
    client = APIClient()
    client.force_authenticate(get_user_model().objects.create_user(role, role=role))
    return client


@pytest.fixture
def center():
    center = ServiceCenterFactory(code="H44.25.1")
    counters = {"filed": 40_165, "filed_online": 37_599}
    tally(CenterDay, day=date(2025, 9, 23), center=center, role=Part.RECEIVING, **counters)
    return center


def ask(role=Role.SUPERVISOR, language="en", **question):
    return client_of(role).get(
        "/api/v1/indicators/", PERIOD | question, headers={"accept-language": language}
    )


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CITIZEN])
def test_who_works_for_the_administration_sees_every_definition(center, role):
    results = ask(role, unit=center.code).json()["results"]
    assert [row["key"] for row in results] == [definition.key for definition in DEFINITIONS]
    assert {"key", "name", "numerator", "denominator", "rate", "definition"} <= results[0].keys()


def test_a_rate_is_a_text_with_two_decimals_or_null(center):
    by_key = {row["key"]: row for row in ask(unit=center.unit.code).json()["results"]}
    online = by_key["online_filing_rate"]
    shown = online["numerator"], online["denominator"], online["rate"]
    assert shown == (37_599, 40_165, "93.61")
    assert by_key["on_time_rate"]["rate"] is None
    assert by_key["on_time_rate"]["denominator"] == 0


def test_a_citizen_is_turned_away(center):
    assert ask(Role.CITIZEN, unit=center.code).status_code == 403


def test_a_stranger_has_to_log_in():
    assert APIClient().get("/api/v1/indicators/").status_code == 401


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({"unit": "H99"}, "unit"),
        ({"unit": ""}, "unit"),
        ({"unit": "9" * 40}, "unit"),
        ({"unit": "H\x00"}, "unit"),
        ({"from": "yesterday"}, "from"),
        ({"to": "2025-02-30"}, "to"),
        ({"to": "9999-12-31"}, "to"),
        ({"from": "0001-01-01"}, "from"),
        ({"from": "2025-10-01"}, "to"),
    ],
)
def test_a_bad_question_is_answered_with_the_field_to_mend(center, question, field):
    answer = ask(**{"unit": center.code} | question)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


def test_nothing_asked_names_every_field():
    answer = client_of(Role.CLERK).get("/api/v1/indicators/")
    assert set(answer.json()["fields"]) == {"unit", "from", "to"}


def test_the_number_of_queries_does_not_grow(center, django_assert_num_queries):
    client = client_of(Role.SUPERVISOR)
    with django_assert_num_queries(10):
        client.get("/api/v1/indicators/", PERIOD | {"unit": center.unit.parent.code})
