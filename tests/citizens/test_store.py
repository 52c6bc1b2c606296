"""A person's document store: who finds what in it, and that a result comes into it once."""

import pytest

from citizens.models import StoredDocument
from tests.api import Api
from tests.applications.sheets_of_paper import pdf
from tests.applications.stores import BIRTH_CERTIFICATE, kept_for
from tests.factories import IDENTITY, a_citizen, an_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
STORE = "/api/v1/me/documents/"
STRANGER = "025190000456"


def test_a_person_finds_their_papers_with_code_issuer_and_origin():
    citizen = a_citizen()
    kept_for(IDENTITY)
    (paper,) = Api(citizen).get(STORE).json()["results"]
    assert paper["code"] == f"{IDENTITY}.{BIRTH_CERTIFICATE}"
    assert (paper["issuer"], paper["origin_number"]) == (
        "UBND xã Mường Thanh",
        "H44.0001-260101-0001",
    )
    answer = Api(citizen).get(f"{STORE}{paper['id']}/")
    assert b"".join(answer.streaming_content) == pdf()
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("who", ["stranger", "clerk"])
def test_nobody_else_finds_them(who):
    a_citizen()
    kept = kept_for(IDENTITY)
    others = {"stranger": lambda: a_citizen(STRANGER, "Hà Văn Nam"), "clerk": clerk}
    api = Api(others[who]())
    assert api.get(STORE).json()["results"] == []
    assert api.get(f"{STORE}{kept.pk}/").status_code == 404


def clerk():
    return an_office().colleague("clerk")


def test_the_same_result_is_kept_once():
    a_citizen()
    first = kept_for(IDENTITY, reference="r")
    assert kept_for(IDENTITY, reference="r") == first
    assert StoredDocument.objects.count() == 1


def test_a_list_of_any_length_costs_the_same_queries(django_assert_num_queries):
    api = Api(a_citizen())
    for _paper in range(3):
        kept_for(IDENTITY)
    with django_assert_num_queries(3):
        api.get(STORE)
