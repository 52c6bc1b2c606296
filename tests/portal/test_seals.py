from datetime import timedelta

import pytest
from django.test import Client

from caseflow.sealing import making
from tests.sealing.conftest import _system_key, keys  # noqa: F401 (fixtures)
from tests.sealing.days import FIRST, morning_after

pytestmark = pytest.mark.django_db


@pytest.fixture
def seals():
    """Of twenty-five days on which nothing happened."""
    for more in range(25):
        making.seal_next(through=FIRST + timedelta(days=more), at=morning_after(FIRST))


def test_seals_are_listed_newest_first_and_paged(seals, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = Client().get("/seals/", headers={"accept-language": "en"}).content.decode()
    assert page.index("Seal 25 ·") < page.index("Seal 6 ·")
    assert "Seal 5 ·" not in page
    older = Client().get("/seals/?before=6", headers={"accept-language": "en"}).content.decode()
    assert "Seal 5 ·" in older
    assert 'href="?before' not in older


def test_each_seal_says_that_it_is_a_demonstration(seals):
    page = Client().get("/seals/", headers={"accept-language": "en"}).content.decode()
    assert page.count("demonstration, no legal value") == 20


def test_before_the_first_night_the_page_says_so(db):
    page = Client().get("/seals/", headers={"accept-language": "en"})
    assert b"Nothing is sealed yet" in page.content


@pytest.mark.parametrize("asked", ["x", "-1", "1" * 40])
def test_nonsense_in_the_address_leads_to_the_first_page(db, asked):
    assert Client().get(f"/seals/?before={asked}").status_code == 302
