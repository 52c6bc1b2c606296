import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from caseflow.accounts.models import Role
from caseflow.applications.models import Document, Draft, Event
from caseflow.applications.papers import plain_name
from caseflow.applications.states import State
from tests.api import Api
from tests.applications.sheets_of_paper import pdf
from tests.factories import a_citizen, a_supervisor, an_office, case_in, filed_case

pytestmark = pytest.mark.django_db
PDF = pdf()
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16 + b"IEND\xaeB`\x82"


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path):
    options = settings.STORAGES["default"]["OPTIONS"] | {"location": tmp_path}
    default = settings.STORAGES["default"] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": default}


@pytest.fixture
def case():
    return filed_case(an_office(), by=a_citizen())


def send(case, content, name="giấy.pdf", paper="other", user=None):
    url = f"/api/v1/applications/{case.number}/documents/"
    upload = SimpleUploadedFile(name, content)
    return Api(user or case.submitted_by).upload(url, file=upload, paper=paper)


def test_a_paper_is_taken_with_its_real_type_size_and_digest(case):
    answer = send(case, PDF)
    assert answer.status_code == 201
    assert answer.json()["content_type"] == "application/pdf"
    assert answer.json()["size"] == len(PDF)
    assert answer.json()["warnings"] == []


def test_taking_a_paper_is_a_deed_in_the_chain(case):
    digest = send(case, PDF).json()["sha256"]
    event = Event.objects.of(case).last()
    assert (event.verb, event.payload["sha256"]) == ("attach", digest)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\0" + b"\0" * 60, "anh.jpg"),
        (b"\x7fELF" + b"\0" * 60, "don.pdf"),
        (b"<html><script>alert(1)</script>%PDF-1.7", "don.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "anh.png"),
        (b"", "trong.pdf"),
        (b"plain words", "ghi.txt"),
    ],
)
def test_a_disguised_or_unknown_file_is_refused_by_its_content(content, name, case):
    answer = send(case, content, name)
    assert answer.status_code == 400
    assert "file" in answer.json()["fields"]
    assert not Document.objects.exists()


def test_a_plain_zip_is_refused_whatever_its_name(case):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x", "y")
    assert send(case, buffer.getvalue(), "don.docx").status_code == 400


def test_a_damaged_paper_is_taken_with_a_warning(case):
    assert send(case, PDF[:-30]).json()["warnings"] == ["damaged"]


def test_a_repeated_paper_is_taken_with_a_warning(case):
    send(case, PDF)
    assert send(case, PDF).json()["warnings"] == ["repeated"]


def test_a_paper_nobody_asked_for_is_refused_by_name(case):
    assert "paper" in send(case, PDF, paper="unknown").json()["fields"]


def test_too_large_a_file_is_refused(case, settings):
    settings.APPLICATIONS_UPLOAD_MEGABYTES = 1
    answer = send(case, PDF + b"\0" * 1024 * 1024)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "/a/b.pdf",
        "a\0b.pdf",
        "\u202efdp.exe",
        "...",
        "",
    ],
)
def test_no_path_trick_leaves_the_store(name, case, settings):
    send(case, PNG, name or "x")
    root = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    stored = [path for path in root.rglob("*") if path.is_file()]
    assert len(stored) == 1
    assert stored[0].relative_to(root).parts[0] == "documents"
    assert "/" not in Document.objects.get().name


@given(st.text(max_size=400))
def test_a_shown_name_is_never_a_path_and_never_empty(name):
    shown = plain_name(name)
    assert 0 < len(shown) <= 200
    assert not set("/\\\0\n\u202e") & set(shown)


def test_papers_are_downloaded_by_owner_and_office_only(case):
    pk = send(case, PDF).json()["id"]
    url = f"/api/v1/applications/{case.number}/documents/{pk}/"
    clerk = an_office().colleague(Role.CLERK)
    assert b"".join(Api(case.submitted_by).get(url).streaming_content) == PDF
    assert Api(clerk).get(url).status_code == 404
    assert Api(a_supervisor()).get(url).status_code == 403


def test_a_download_is_never_shown_inside_our_pages(case):
    pk = send(case, PDF).json()["id"]
    answer = Api(case.submitted_by).get(f"/api/v1/applications/{case.number}/documents/{pk}/")
    answer.close()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_finished_case_takes_no_more_papers():
    case = case_in(State.REFUSED, an_office(), by=a_citizen())
    assert send(case, PDF).status_code == 409
    assert not Document.objects.exists()


def test_a_refused_upload_leaves_no_file_behind(settings):
    case = case_in(State.REFUSED, an_office(), by=a_citizen())
    send(case, PDF)
    root = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_a_draft_keeps_its_papers_and_hands_them_to_the_case():
    office, citizen = an_office(), a_citizen()
    template = filed_case(office, by=citizen)
    api = Api(citizen)
    body = {
        "procedure": template.procedure.code,
        "receiving_center": office.center.code,
        "applicant": {
            "kind": "person",
            "identity_number": template.applicant_identity,
            "full_name": template.applicant_name,
            "date_of_birth": "1984-05-06",
        },
        "form": {"child_name": "Lò Văn An"},
    }
    draft = api.post("/api/v1/drafts/", {"procedure": template.procedure.code, "body": body}).json()
    url = f"/api/v1/drafts/{draft['id']}/"
    api.upload(f"{url}documents/", file=SimpleUploadedFile("g.pdf", PDF), paper="other")
    filed = api.post(f"{url}file/")
    assert filed.status_code == 201, filed.json()
    document = Document.objects.get()
    assert document.application.number == filed.json()["number"]
    first = Event.objects.of(document.application).first()
    assert first.payload["papers"][0]["sha256"] == document.sha256
    assert first.payload["papers_by_source"] == {"upload": 1}
    assert not Draft.objects.exists()


def test_an_unfinished_draft_says_what_is_missing_and_stays():
    citizen, template = a_citizen(), filed_case(an_office())
    api = Api(citizen)
    draft = api.post("/api/v1/drafts/", {"procedure": template.procedure.code}).json()
    answer = api.post(f"/api/v1/drafts/{draft['id']}/file/")
    assert answer.status_code == 400
    assert {"procedure", "applicant", "form"} <= set(answer.json()["fields"])
    assert Draft.objects.count() == 1


def test_nobody_else_sees_a_draft():
    template = filed_case(an_office())
    api = Api(a_citizen())
    draft = api.post("/api/v1/drafts/", {"procedure": template.procedure.code}).json()
    stranger = Api(a_citizen("025190000456", "Hà Văn Nam"))
    assert stranger.get(f"/api/v1/drafts/{draft['id']}/").status_code == 404


def test_the_store_lies_outside_what_is_served():
    files = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    assert Path(settings.STATIC_ROOT) not in [files, *files.parents]
