"""The templates of results: one for each kind, pinned, archival, in two languages."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from caseflow.issuing import rendering
from tests.issuing.papers import RESULT, pages_of, text_of, tool

KINDS = ["certificate", "extract", "permit", "decision", "refusal", "certified_copy"]
#: What this release hands out for `RESULT`; an edition that was published never changes.
THIRD_EDITION: dict[str, str] = {
    "certificate": "193d7dc7e114a807245696176bcb01dac9bba58ed1c05d971f365d03e3208860",
    "extract": "4fc312a1e9774e3353d11c30da0bc7eb3b5f6ec96eff4569523541122abd323b",
    "permit": "2a2c1e41d5e006e76dd0a16824e640cedcf7c376de1d3371e3ee05427976b736",
    "decision": "0cb4b5bfb77decc7c547f7ccda50880594e1d4f4332a2ceb8b70aa7d5a171721",
    "refusal": "c77c5794ad6e564cb0dcd07e61b0091e1a22f27e11018f1a9a19eac91e53bf4b",
    "certified_copy": "6d43a96d07e691fd2c0bd4516d4d73d46238b5c1cf953606932b8c58566143f4",
}


def a_picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (124, 175), "white").save(buffer, "JPEG")
    return buffer.getvalue()


FILES = {"certified_copy": {"original": b"%PDF-1.7 synthetic", "leaf-1.jpg": a_picture()}}


def rendered(template: str, **changes: object) -> bytes:
    return rendering.render(template, RESULT | changes, FILES.get(template))


@pytest.mark.parametrize("template", THIRD_EDITION)
def test_a_published_template_never_changes(template):
    assert hashlib.sha256(rendered(template)).hexdigest() == THIRD_EDITION[template]


def test_every_template_of_the_edition_is_pinned():
    assert set(THIRD_EDITION) == set(KINDS)


@pytest.mark.parametrize("template", KINDS)
def test_a_result_promises_the_archival_level_it_keeps(template):
    document = rendered(template)
    part = b"3" if template == "certified_copy" else b"2"
    assert b"<pdfaid:part>" + part + b"</pdfaid:part>" in document
    level = b"A" if template == "decision" else b"B"
    assert b"<pdfaid:conformance>" + level + b"</pdfaid:conformance>" in document
    assert PdfReader(BytesIO(document)).trailer["/Root"]["/OutputIntents"]


@pytest.mark.poppler
@pytest.mark.parametrize("template", KINDS)
def test_a_result_has_its_header_number_and_codes_as_text(template):
    text = text_of(rendered(template))
    header = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    codes = (RESULT["number"], RESULT["case"], RESULT["paper_code"])
    for said in (*header, "Ủy ban nhân dân xã Bản Nguyên".upper(), *codes):
        assert said in text


@pytest.mark.poppler
@pytest.mark.parametrize("template", ["certificate", "extract", "permit"])
def test_what_the_form_says_stands_there_in_two_languages(template):
    text = text_of(rendered(template))
    for said in ("Họ, chữ đệm, tên", "Full name", "Lò Minh An", "Nữ", "(Female)", "Child"):
        assert said in text


@pytest.mark.poppler
def test_a_refusal_says_why_and_what_can_be_done():
    text = text_of(rendered("refusal", words="Thiếu căn cứ"))
    for said in ("không được chấp thuận", "Thiếu căn cứ", "khiếu nại", "Luật Tố tụng hành chính"):
        assert said in text


@pytest.mark.poppler
@pytest.mark.parametrize("template", [kind for kind in KINDS if kind != "certified_copy"])
def test_a_corrected_result_names_the_one_it_replaces(template):
    assert "thay thế văn bản số H44.101-260302-0001.1/GCN" in text_of(rendered(template))
    assert "thay thế" not in text_of(rendered(template, replaces=None))


@pytest.mark.poppler
@pytest.mark.parametrize("template", KINDS)
def test_a_demonstration_is_marked_on_every_page(template):
    shown = rendered(template, demonstration=True)
    marks = tool("pdftotext", "-", "-", document=shown).count("DEMONSTRATION – NO LEGAL VALUE")
    assert marks == pages_of(shown)
    assert "DEMONSTRATION" not in text_of(rendered(template))


@pytest.mark.poppler
@pytest.mark.parametrize("template", KINDS)
def test_every_font_of_a_result_is_in_the_file(template):
    listed = tool("pdffonts", "-", document=rendered(template)).splitlines()[2:]
    assert {(line.split()[-5], line.split()[-3]) for line in listed} == {("yes", "yes")}


def test_a_certified_copy_carries_the_original_file():
    reader = PdfReader(BytesIO(rendered("certified_copy")))
    assert reader.attachments["original"] == [b"%PDF-1.7 synthetic"]
    assert len(reader.pages) == 2
