"""What strangers send: too many pages, too many pixels, locked, damaged, turned, with a place."""

import io

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from caseflow.applications.models import Document
from tests.api import Api
from tests.applications.sheets_of_paper import GPS, bomb, locked_pdf, pdf, photograph
from tests.factories import a_citizen, an_office, filed_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]


@pytest.fixture
def case():
    return filed_case(an_office(), by=a_citizen())


def send(case, *contents):
    sent = [SimpleUploadedFile(f"{place}.bin", part) for place, part in enumerate(contents)]
    url = f"/api/v1/applications/{case.number}/documents/"
    return Api(case.submitted_by).upload(url, file=sent, paper="other")


def pages_of(document):
    with document.file.open("rb") as content:
        return [page.render(scale=0.2).to_pil() for page in pypdfium2.PdfDocument(content)]


def test_the_pages_of_a_pdf_are_counted(case):
    assert send(case, pdf(3)).json()["pages"] == 3


def test_a_pdf_of_2000_pages_is_refused_with_what_to_do(case):
    answer = send(case, pdf(2000))
    assert answer.status_code == 400
    assert answer.json()["fields"]["file"] == [
        "This PDF has 2000 pages; at most 500 are taken. Send it in parts."
    ]


def test_a_locked_pdf_is_taken_with_a_warning(case):
    answer = send(case, locked_pdf())
    assert (answer.status_code, answer.json()["warnings"]) == (201, ["encrypted"])
    assert answer.json()["pages"] is None


def test_pictures_that_take_too_much_memory_to_open_are_refused(case, settings):
    settings.APPLICATIONS_READER_MEGABYTES = 20
    answer = send(case, *[photograph((6000, 6000))] * 2)
    assert answer.json()["fields"]["file"] == ["One of the pictures cannot be opened."]


def test_a_photo_bomb_is_refused_before_anything_is_decoded(case):
    answer = send(case, bomb())
    assert answer.status_code == 400
    assert "at most 100 million pixels" in answer.json()["fields"]["file"][0]


def test_several_photographs_become_one_pdf_in_their_order(case):
    answer = send(case, photograph(), photograph((300, 400)))
    assert answer.json()["content_type"] == "application/pdf"
    first, second = pages_of(Document.objects.get())
    assert first.width > first.height
    assert second.width < second.height


def test_a_turned_photograph_stands_upright_in_the_pdf(case):
    send(case, photograph(turned=True), photograph(turned=True))
    page = pages_of(Document.objects.get())[0]
    assert page.width < page.height
    red, _green, blue = page.getpixel((page.width // 2, 5))
    assert red > blue


def test_the_place_a_photograph_was_taken_at_does_not_reach_the_pdf(case):
    with Image.open(io.BytesIO(photograph())) as sent:
        assert sent.getexif().get_ifd(GPS)
    send(case, photograph(), photograph())
    with Document.objects.get().file.open("rb") as file:
        content = file.read()
    assert b"Exif" not in content
    assert b"taken at home" not in content


@pytest.mark.parametrize("other", [pdf(), b"GIF89a" + b"\0" * 60])
def test_only_photographs_are_bound_together(case, other):
    answer = send(case, photograph(), other)
    assert answer.status_code == 400
    assert not Document.objects.exists()


def test_a_bomb_among_photographs_is_refused(case):
    assert send(case, photograph(), bomb()).status_code == 400


def test_more_photographs_than_a_paper_takes_are_refused(case, settings):
    settings.APPLICATIONS_PHOTOS = 1
    assert "At most 1 pictures" in send(case, *[photograph()] * 2).json()["fields"]["file"][0]
