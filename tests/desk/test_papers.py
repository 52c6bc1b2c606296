"""Papers at the desk: attaching by file, scan, store and data; looking at them page by page."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from caseflow.accounts.models import Role
from caseflow.applications.models import Document, Event
from caseflow.applications.states import State
from procedures.models import RequiredPaper
from tests.applications.sheets_of_paper import locked_pdf, pdf, photograph
from tests.applications.stores import BIRTH_CERTIFICATE, a_procedure_with, kept_for
from tests.factories import IDENTITY, a_citizen, a_supervisor, case_in, filed_case

pytestmark = pytest.mark.django_db
SCAN = {"paper": "other", "scanned": "on", "resolution": "300"}


def page_of(case, rest=""):
    return f"/admin/applications/application/{case.number}/papers/{rest}"


def files(*contents):
    return [SimpleUploadedFile(f"{place}.bin", part) for place, part in enumerate(contents)]


@pytest.fixture
def case(office):
    return filed_case(office)


@pytest.fixture
def clerk(desk):
    return desk(Role.CLERK)


def attached(clerk, case, *contents, **sent):
    return clerk.post(page_of(case), SCAN | sent | {"file": files(*contents)}, follow=True)


def test_the_case_page_leads_to_attaching(case, clerk):
    page = clerk.get(f"/admin/applications/application/{case.number}/")
    assert page_of(case) in page.content.decode()


def test_what_is_scanned_at_the_counter_is_a_scan_of_who_is_there(case, clerk):
    answer = attached(clerk, case, pdf(2))
    assert "1 paper was attached." in answer.content.decode()
    document = Document.objects.get()
    assert (document.source, document.pages, document.resolution) == ("scan", 2, 300)
    assert "2 pages · 300 dpi" in answer.content.decode()
    assert Event.objects.of(case).last().actor == document.uploaded_by


def test_photographs_chosen_together_become_one_paper_and_others_stay_apart(case, clerk):
    attached(clerk, case, photograph(), pdf(), photograph())
    first, second = Document.objects.order_by("pk")
    assert (first.pages, second.pages) == (2, 1)


def test_one_bad_file_is_named_and_does_not_keep_the_others_away(case, clerk):
    answer = attached(clerk, case, pdf(), b"MZ" + b"\0" * 60)
    assert "1.bin: Only these kinds of files are taken" in answer.content.decode()
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"resolution": ""}, "Give the resolution of the scan"),
        ({"paper": "unheard-of"}, "Select a valid choice"),
        ({"file": []}, "Choose at least one file."),
    ],
)
def test_what_is_missing_is_told_beside_the_form(case, clerk, sent, words):
    answer = clerk.post(page_of(case), SCAN | {"file": files(pdf())} | sent)
    assert words in answer.content.decode()
    assert not Document.objects.exists()


def test_a_paper_of_the_applicants_store_is_offered_and_used(office, clerk):
    a_citizen()
    case, stored = filed_case(office), kept_for(IDENTITY)
    assert stored.title in clerk.get(page_of(case)).content.decode()
    clerk.post(page_of(case), {"paper": "other", "reuse": stored.pk})
    assert Document.objects.get().stored == stored


def test_asking_for_a_stored_paper_without_a_reason_is_told_beside_the_item(office, clerk):
    a_citizen()
    paper = RequiredPaper(key="birth", name="Giấy khai sinh", required=True)
    paper.result_type = BIRTH_CERTIFICATE
    case = filed_case(office, version=a_procedure_with(paper))
    kept_for(IDENTITY)
    page = f"/admin/applications/application/{case.number}/request_supplement/"
    asked = {"items-count": "1", "items-0-paper": "birth", "items-0-defect": "missing"}
    answer = clerk.post(page, asked | {"items-0-text": "Bổ sung", "seen": case.last_sequence})
    assert "say why it is asked for" in answer.content.decode()


def test_a_paper_that_lies_in_data_is_recorded_without_a_file(case, clerk):
    sent = {"paper": "other", "data_source": "CSDL dân cư", "statement": "Khớp"}
    answer = clerk.post(page_of(case), sent, follow=True)
    assert Document.objects.get().source == "data"
    assert "CSDL dân cư" in answer.content.decode()


@pytest.mark.parametrize("upload", ["no-uuid", "00000000-0000-4000-8000-000000000000"])
def test_an_upload_that_is_not_there_is_told(case, clerk, upload):
    answer = clerk.post(page_of(case), SCAN | {"upload": upload})
    assert "did not arrive whole" in answer.content.decode()


@pytest.mark.parametrize("content", [pdf(3), photograph()])
def test_a_page_is_shown_as_a_picture_of_it(case, clerk, content):
    attached(clerk, case, content)
    pk, last = Document.objects.get().pk, Document.objects.get().pages
    assert f"Page 1 of {last}" in clerk.get(page_of(case, f"{pk}/1/")).content.decode()
    answer = clerk.get(page_of(case, f"{pk}/{last}/picture/"))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.width <= 1200


def test_a_page_that_is_not_there_is_told_plainly(case, clerk):
    attached(clerk, case, pdf())
    assert clerk.get(page_of(case, f"{Document.objects.get().pk}/2/")).status_code == 404


def test_a_locked_paper_is_offered_for_download_only(case, clerk):
    page = attached(clerk, case, locked_pdf()).content.decode()
    pk = Document.objects.get().pk
    assert "locked with a password" in page
    assert page_of(case, f"{pk}/1/") not in page
    assert clerk.get(page_of(case, f"{pk}/1/picture/")).status_code == 404


def test_a_paper_the_scanner_has_not_seen_is_withheld_from_colleagues(case, clerk, desk, settings):
    attached(clerk, case, pdf())
    settings.APPLICATIONS_SCANNER = "caseflow.applications.papers.scanners.demonstration.FindsEicar"
    pk, officer = Document.objects.get().pk, desk(Role.OFFICER)
    assert "not been checked for viruses" in officer.get(page_of(case)).content.decode()
    for rest in (f"{pk}/", f"{pk}/1/", f"{pk}/1/picture/"):
        assert officer.get(page_of(case, rest)).status_code == 403


def test_a_finished_case_shows_papers_and_takes_none(office, clerk):
    case = case_in(State.REFUSED, office)
    assert "No papers can be attached" in clerk.get(page_of(case)).content.decode()
    assert attached(clerk, case, pdf()).status_code == 403


def test_papers_are_for_the_offices_that_handle_the_case(case, clerk, desk):
    attached(clerk, case, pdf())
    pk, supervisor = Document.objects.get().pk, desk(a_supervisor())
    for rest in ("", f"{pk}/", f"{pk}/1/", f"{pk}/1/picture/"):
        assert supervisor.get(page_of(case, rest)).status_code == 403


def test_the_page_costs_the_same_queries_however_many_papers(
    case, clerk, django_assert_max_num_queries
):
    attached(clerk, case, *[pdf()] * 5)
    with django_assert_max_num_queries(14):
        clerk.get(page_of(case))
