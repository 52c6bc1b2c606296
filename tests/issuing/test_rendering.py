import hashlib

import pytest

from caseflow.issuing import rendering
from tests.issuing.papers import BOOK, FIRST, SHEET, pages_of, text_of, tool

FORMS = ["form_01", "form_02", "form_03", "form_04", "form_05", "form_06", "form_gh"]
SHEETS = {form: SHEET for form in FORMS} | {"form_07": BOOK}
#: What the first release handed out for `FIRST`.
FIRST_EDITION = {
    "form_01": "d751ec1785f41d8a507437046304a9ded1c43642df208e1366701b9349adec4f",
    "form_02": "87c769f43a4c1cb935a5995203e085076bad09db40974018af246c5205008ea8",
    "form_03": "dca875f6dc05b6317c8aeaeeb1b5acef27d4c31d12ec302804ab362cc2e642e9",
    "form_04": "f207ac0875a75eb42bd8fa4d379ae5642841955939d4c4f609d98b240abc6d63",
    "form_05": "ba82c96b8aa44a21a802e16ac21c11044905d229ed33125ee14b45bb43a87a18",
    "decision": "7dcb19e4bcf2bc457e72c237ddbd7418a564312bbf45bd942b00397f5865a709",
}
#: What the second handed out for `SHEET` and `BOOK`.
SECOND_EDITION = {
    "form_01": "a3a2178871a77ff58bd823bf861d5da209cac6971afb861378e428033c7cf962",
    "form_02": "0f5428027c691e49caafb45095e6d8f2538116539f1cc6727ae2d607896676b8",
    "form_03": "8f4442299b9937a9c8a5834dbe300006a9c5f2fd41c7d86553dc180bbbe2395e",
    "form_04": "df58c806feb6dddc74a31a62a2ad575e28874cd7ba2769b1dcb0ef4d0d33a78e",
    "form_05": "35a74618723ea420a1f2eb54cf80eb18a97fddf004d9264342f55e06426188b7",
    "form_06": "194e91b90d7bcf4c6507cf9469e201bd1e3a2012a25b7655bd058ebc75edcb67",
    "form_07": "2c10d730a4a7023e43e0466fc0b792955ad4d57947d4b053c205516382c50f17",
    "form_gh": "f4c7256ef38f6c0d40c4c920f5eafe483d100e1218f0e7437fcef689bbd20b53",
    "decision": "ed001062cd9f0499d2681e55021662231ee23eae36e66fb5e9151ae8b3f7d9ef",
}
LONG = "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất " * 4


def with_name(name: str) -> dict:
    return SHEET | {"applicant": SHEET["applicant"] | {"name": name}}


@pytest.mark.parametrize("template", SHEETS)
def test_the_same_sheet_gives_the_same_bytes(template):
    sheet = SHEETS[template]
    assert rendering.render(template, sheet) == rendering.render(template, sheet)


@pytest.mark.parametrize("template", FIRST_EDITION)
def test_what_an_earlier_release_handed_out_is_made_again_byte_for_byte(template):
    document = rendering.render(template, FIRST)
    assert hashlib.sha256(document).hexdigest() == FIRST_EDITION[template]


@pytest.mark.parametrize("template", SECOND_EDITION)
def test_what_the_second_release_handed_out_is_made_again_byte_for_byte(template):
    sheet = BOOK if template == "form_07" else SHEET
    document = rendering.render(template, sheet | {"edition": 2})
    assert hashlib.sha256(document).hexdigest() == SECOND_EDITION[template]


@pytest.mark.parametrize("template", SHEETS)
def test_every_paper_says_that_it_is_archival_and_can_be_read_aloud(template):
    document = rendering.render(template, SHEETS[template])
    assert b"<pdfaid:part>2</pdfaid:part>" in document
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in document
    assert b"2026-03-02T08:00:00" in document


@pytest.mark.poppler
@pytest.mark.parametrize("template", SHEETS)
def test_every_font_of_a_paper_is_in_the_file_and_can_be_read_as_text(template):
    listed = tool("pdffonts", "-", document=rendering.render(template, SHEETS[template]))
    fonts = [line.split() for line in listed.splitlines()[2:]]
    assert fonts
    assert {(line[-5], line[-3]) for line in fonts} == {("yes", "yes")}


@pytest.mark.poppler
@pytest.mark.parametrize("template", FORMS)
def test_every_paper_names_the_case_and_the_office_with_all_accents(template):
    text = text_of(rendering.render(template, SHEET))
    header = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    for said in (*header, SHEET["number"], SHEET["case"], "Đăng ký khai sinh", "ỦY BAN NHÂN DÂN"):
        assert said in text


@pytest.mark.poppler
@pytest.mark.parametrize("template", sorted({*FORMS} - {"form_06"}))
def test_every_paper_for_the_applicant_names_them_on_its_only_page(template):
    document = rendering.render(template, SHEET)
    assert "Lò Thị Quỳnh Mai" in text_of(document)
    assert pages_of(document) == 1


@pytest.mark.poppler
def test_a_long_table_goes_on_under_its_head_on_the_next_page():
    item = SHEET["items"][0] | {"text": LONG}
    document = rendering.render("form_02", SHEET | {"items": [item] * 20})
    pages = pages_of(document)
    assert pages > 2
    # The last one may hold the signature only.
    assert text_of(document).count("STT") in (pages - 1, pages)


@pytest.mark.poppler
def test_a_book_of_many_lines_numbers_its_pages():
    document = rendering.render("form_07", BOOK | {"rows": BOOK["rows"] * 60})
    pages = pages_of(document)
    assert pages > 1
    assert f"Trang {pages}/{pages}" in text_of(document)


@pytest.mark.poppler
@pytest.mark.parametrize(
    "name",
    ["#sys.inputs", "$x^2$", "*b* _i_", "back\\slash", "[a] #[b]", "@ref <label>", "`raw` // end"],
)
def test_what_people_write_is_printed_as_they_wrote_it(name):
    assert name in text_of(rendering.render("form_05", with_name(name)))


@pytest.mark.poppler
@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Mai \U0001f600", "Mai \ufffd"),
        ("Mai 漢", "Mai \ufffd"),
        ("Mai \u202eiaM", "Mai iaM"),
        ("Ma\u0301i\x00\x07", "Mái"),
        ("M" * 100, "M" * 36),
    ],
)
def test_characters_that_cannot_be_printed_stop_no_paper(name, printed):
    assert printed in text_of(rendering.render("form_01", with_name(name)))


@pytest.mark.poppler
def test_a_right_to_left_name_is_printed():
    assert "\u0645" in text_of(rendering.render("form_01", with_name("مريم")))


def test_the_code_on_a_paper_holds_the_address_and_nothing_else():
    drawn = rendering.qr_code(SHEET["lookup"])
    again = rendering.qr_code("https://example.vn/tracking/#H44.101-260302-0001.abcdefghjkmnpqrs")
    assert drawn == again
    assert drawn != rendering.qr_code(SHEET["lookup"] + "x")
