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
    "certificate": "bbb3846322ae597e7e553616d658888dddee9c6d0ecd462aca08a416e7ba930a",
    "extract": "c61b0b91ab8bd458463551187c166430f8612d89e8a69371465c3345e44ac561",
    "permit": "f2fbe651864540fe04625c9b8ac46d9eedb4a30389b89abbec61e73f448872e1",
    "decision": "538736ca97b5f0b4d955ba274256f158df5f000104fb9f6f9868e5d35906d7a8",
    "refusal": "685dc8e2664e98f5305c586310c1d29c5ee292d0a07215280d6d6636909be554",
    "certified_copy": "eb7198d7482cca4d286f5e61fe3c4a6d728fa37f2b7857d2c606a5020b28cb3e",
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
