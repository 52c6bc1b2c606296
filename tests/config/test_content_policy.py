import pytest

pytestmark = pytest.mark.django_db


def policy(client, address):
    return client.get(address).headers["Content-Security-Policy"]


def test_answers_of_the_interface_carry_the_same_strict_policy_as_pages(client):
    assert policy(client, "/api/v1/procedures/") == policy(client, "/tracking/")


def test_a_page_that_needs_another_policy_has_its_own_and_no_other_page_has_it(client):
    assert "'unsafe-inline'" in policy(client, "/api/docs/")
    assert "unsafe" not in policy(client, "/tracking/")
