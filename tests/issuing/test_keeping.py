"""An issued result goes into the store of whom it is for, and from there into the next filing."""

import pytest

from caseflow.applications.models import Document
from caseflow.applications.states import State
from citizens.models import StoredDocument
from procedures.models import ResultType
from tests.api import Api
from tests.applications.stores import a_procedure_with
from tests.factories import IDENTITY, a_citizen, case_in, filed_case
from tests.issuing.papers import content_of, follow_up

pytestmark = pytest.mark.django_db
KIND = "KQ.G15.000031"


@pytest.fixture
def version():
    return a_procedure_with(ResultType(code=KIND, name="Giấy khai sinh"))


def issued(office, **filing):
    return follow_up(case_in(State.DECIDED, office, **filing))


def test_an_issued_result_lies_in_the_store_of_its_applicant(office, version):
    case = issued(office, by=a_citizen(), version=version)
    follow_up(case)
    stored = StoredDocument.objects.get()
    assert (stored.code, stored.title) == (f"{IDENTITY}.{KIND}", "Giấy khai sinh")
    assert (stored.sha256, stored.origin_number) == (case.result_digest, case.number)
    assert content_of(stored).startswith(b"%PDF-")


def test_following_twice_keeps_it_once(office, version):
    case = issued(office, by=a_citizen(), version=version)
    follow_up(case)
    follow_up(case)
    assert StoredDocument.objects.count() == 1


def test_a_file_handed_in_at_the_counter_fills_the_store_of_whom_all_facts_name(office, version):
    a_citizen()
    follow_up(issued(office, version=version))
    assert StoredDocument.objects.get().person.identity_number == IDENTITY


def test_a_number_with_another_name_fills_nobodys_store(office, version):
    a_citizen()
    follow_up(issued(office, version=version, full_name="Ai Khác"))
    assert not StoredDocument.objects.exists()


def test_the_next_filing_uses_the_result_again(office, version):
    citizen = a_citizen()
    follow_up(issued(office, by=citizen, version=version))
    following = filed_case(office, by=citizen, version=version)
    stored = Api(citizen).get("/api/v1/me/documents/").json()["results"][0]
    url = f"/api/v1/applications/{following.number}/documents/"
    answer = Api(citizen).post(url, {"paper": "other", "reuse": stored["id"]})
    assert (answer.status_code, answer.json()["sha256"]) == (201, stored["sha256"])
    assert Document.objects.get().source == "reuse"
