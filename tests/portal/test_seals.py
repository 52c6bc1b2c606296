from datetime import timedelta

import pytest
from django.test import Client

from caseflow.portal.checking import views
from caseflow.sealing import making
from tests.sealing.conftest import _system_key, keys  # noqa: F401 (fixtures)
from tests.sealing.days import FIRST, morning_after

pytestmark = pytest.mark.django_db


@pytest.fixture
def seals(monkeypatch):
    """Of four days on which nothing happened, three of which make a page."""
    monkeypatch.setattr(views, "SEALS_PER_PAGE", 3)
    for more in range(4):
        making.seal_next(through=FIRST + timedelta(days=more), at=morning_after(FIRST))


def test_seals_are_listed_newest_first_and_paged(seals, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = Client().get("/seals/", headers={"accept-language": "en"}).content.decode()
    assert page.index("Seal 4 ·") < page.index("Seal 2 ·")
    assert "Seal 1 ·" not in page
    older = Client().get("/seals/?before=2", headers={"accept-language": "en"}).content.decode()
    assert "Seal 1 ·" in older
    assert 'href="?before' not in older


def test_each_seal_says_that_it_is_a_demonstration(seals):
    page = Client().get("/seals/", headers={"accept-language": "en"}).content.decode()
    assert page.count("demonstration, no legal value") == 3


def test_before_the_first_night_the_page_says_so(db):
    page = Client().get("/seals/", headers={"accept-language": "en"})
    assert b"Nothing is sealed yet" in page.content


@pytest.mark.parametrize("asked", ["x", "-1", "1" * 40])
def test_nonsense_in_the_address_leads_to_the_first_page(db, asked):
    assert Client().get(f"/seals/?before={asked}").status_code == 302


@pytest.mark.parametrize("path", ["", "caseflow-check.html", "caseflow-list.cbor"])
def test_without_a_signer_the_checking_page_says_so(db, path, settings, tmp_path):
    settings.SIGNATURES_PKCS12_DIR = tmp_path
    settings.SIGNATURES_PKCS12_FILE = tmp_path / "none.p12"
    answer = Client().get(f"/check/{path}", headers={"accept-language": "en"})
    assert (answer.status_code, b"in a few minutes" in answer.content) == (503, True)
