"""Requests no honest program sends: a clear refusal, never a 500."""

import pytest
from django.test import Client

from caseflow.applications.models import Draft
from tests.api import Api
from tests.factories import a_citizen, a_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen():
    return a_citizen()


def nested(levels):
    return '{"a":' * levels + "1" + "}" * levels


def post_draft(citizen, body, **headers):
    text = f'{{"procedure":"{a_procedure().procedure.code}","body":{body}}}'
    headers = Api(citizen).headers | headers
    return Client().post("/api/v1/drafts/", text, content_type="application/json", headers=headers)


@pytest.mark.parametrize("levels", [100, 500, 5000])
def test_nesting_beyond_any_form_is_refused(levels, citizen):
    assert post_draft(citizen, nested(levels)).status_code == 400
    assert not Draft.objects.exists()


def test_many_parts_beside_each_other_are_not_nesting(citizen):
    parts = ",".join(f'"{number}":{{}}' for number in range(500))
    assert post_draft(citizen, f"{{{parts}}}").status_code == 201
    assert post_draft(citizen, nested(90)).json()["body"]


@pytest.mark.parametrize("path", ["applications/", "drafts/", "centers/", "procedures/"])
@pytest.mark.parametrize("cursor", ["x", "cD14", "cD0lMDA=", "bz0tMQ==", "ÿ"])
def test_a_made_up_cursor_is_no_server_error(path, cursor, citizen):
    answer = Api(citizen).get(f"/api/v1/{path}?cursor={cursor}")
    assert answer.status_code in (200, 400, 404)


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_unknown_address_of_the_api_is_answered_in_its_own_words(method):
    answer = getattr(Client(), method)("/api/v1/aplications/")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"
