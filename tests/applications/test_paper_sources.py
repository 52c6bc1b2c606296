"""Where a paper comes from: a scan, the document store, data; each is a fact of the chain."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caseflow.accounts.models import Role
from caseflow.applications.models import Document, Event
from citizens.models import Citizen, Representation, StoredDocument
from tests.api import Api
from tests.applications.sheets_of_paper import pdf
from tests.applications.stores import kept_for
from tests.factories import IDENTITY, a_citizen, an_office, filed_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
STRANGER = "025190000456"


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def case(office):
    return filed_case(office, by=a_citizen())


def url_of(case):
    return f"/api/v1/applications/{case.number}/documents/"


def reuse(case, stored, by=None):
    body = {"paper": "other", "reuse": stored.pk}
    return Api(by or case.submitted_by).post(url_of(case), body)


def facts_of(case):
    facts = Event.objects.of(case).last().payload
    facts.pop("sha256", None)
    return facts


def scan(case, by, **parts):
    file = SimpleUploadedFile("g.pdf", pdf(2))
    return Api(by).upload(url_of(case), file=file, paper="other", source="scan", **parts)


def test_a_scan_keeps_its_pages_resolution_and_who_scanned(case, office):
    clerk = office.colleague(Role.CLERK)
    answer = scan(case, clerk, resolution=300)
    assert (answer.json()["source"], answer.json()["pages"]) == ("scan", 2)
    facts, event = facts_of(case), Event.objects.of(case).last()
    assert (facts["source"], facts["pages"], facts["resolution"]) == ("scan", 2, 300)
    assert (event.actor, Document.objects.get().uploaded_by) == (clerk, clerk)


def test_a_coarse_scan_is_taken_with_a_warning(case, office):
    assert scan(case, office.colleague(Role.CLERK), resolution=100).json()["warnings"] == ["coarse"]


def test_a_scan_without_resolution_is_refused(case, office):
    assert "resolution" in scan(case, office.colleague(Role.CLERK)).json()["fields"]


def test_a_citizen_cannot_call_an_upload_a_scan(case):
    assert "source" in scan(case, case.submitted_by, resolution=300).json()["fields"]


def test_a_paper_of_ones_own_store_is_used_again(case):
    stored = kept_for(IDENTITY)
    answer = reuse(case, stored)
    assert (answer.status_code, answer.json()["source"]) == (201, "reuse")
    assert answer.json()["sha256"] == stored.sha256
    assert facts_of(case)["source"] == "reuse"


def test_nothing_personal_of_the_store_reaches_the_chain(case):
    stored = kept_for(IDENTITY)
    reuse(case, stored)
    assert IDENTITY not in Event.objects.of(case).last().content


def test_a_reused_paper_is_a_copy_that_outlives_the_store(case):
    stored = kept_for(IDENTITY)
    reuse(case, stored)
    StoredDocument.objects.get().delete()
    stored.file.delete(save=False)
    document = Document.objects.get()
    assert document.stored is None
    with document.file.open("rb") as file:
        assert file.read() == pdf()


def test_somebody_elses_stored_paper_cannot_be_used(case):
    a_citizen(STRANGER, "Hà Văn Nam")
    answer = reuse(case, kept_for(STRANGER))
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["reuse"])
    assert not Document.objects.exists()


def test_a_paper_of_who_is_represented_may_be_used(case):
    a_citizen(STRANGER, "Hà Văn Nam")
    mai, nam = (Citizen.objects.get(identity_number=one) for one in (IDENTITY, STRANGER))
    Representation.objects.create(
        representative=mai, person=nam, basis="Giấy uỷ quyền", valid_from=date(2026, 1, 1)
    )
    assert reuse(case, kept_for(STRANGER)).status_code == 201


def test_a_paper_that_is_no_longer_valid_is_refused(case):
    answer = reuse(case, kept_for(IDENTITY, valid_to=date(2026, 1, 31)))
    assert "no longer valid" in answer.json()["fields"]["reuse"][0]


def test_the_office_uses_the_store_of_the_applicant_it_has_before_it(office):
    a_citizen()
    case = filed_case(office)
    assert reuse(case, kept_for(IDENTITY), by=office.colleague(Role.CLERK)).status_code == 201


@pytest.mark.parametrize(
    "declared", [{"full_name": "Ai Khác"}, {"date_of_birth": date(1990, 1, 1)}]
)
def test_a_typed_number_alone_opens_nobodys_store(office, declared):
    a_citizen()
    case = filed_case(office, **declared)
    assert reuse(case, kept_for(IDENTITY), by=office.colleague(Role.CLERK)).status_code == 400


def test_a_paper_that_lies_in_data_needs_no_file(case):
    body = {"paper": "other", "data": "CSDL quốc gia về dân cư", "statement": "Nơi cư trú: xã A"}
    answer = Api(case.submitted_by).post(url_of(case), body)
    assert (answer.json()["source"], answer.json()["size"]) == ("data", 0)
    event = Event.objects.of(case).last()
    assert event.payload["data"] == "CSDL quốc gia về dân cư"
    assert event.statement.body == {"text": "Nơi cư trú: xã A"}
    assert Api(case.submitted_by).get(f"{url_of(case)}{answer.json()['id']}/").status_code == 404


@pytest.mark.parametrize("body", [{}, {"data": "x", "reuse": 1}])
def test_exactly_one_way_of_handing_in_is_named(case, body):
    answer = Api(case.submitted_by).post(url_of(case), {"paper": "other"} | body)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["file"])
