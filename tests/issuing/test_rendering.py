import pytest

from caseflow.issuing import rendering
from tests.issuing.papers import SHEET, text_of

TEMPLATES = ["form_01", "form_02", "form_03", "form_04", "form_05", "decision"]


def with_name(name: str) -> dict:
    return SHEET | {"applicant": SHEET["applicant"] | {"name": name}}


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_same_sheet_gives_the_same_bytes(template):
    assert rendering.render(template, SHEET) == rendering.render(template, SHEET)


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_paper_says_that_it_is_archival(template):
    document = rendering.render(template, SHEET)
    assert b"<pdfaid:part>2</pdfaid:part>" in document
    assert b"2026-03-02T08:00:00" in document


@pytest.mark.poppler
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_paper_names_the_case_and_the_applicant_with_all_accents(template):
    text = text_of(rendering.render(template, SHEET))
    for said in (SHEET["number"], SHEET["case"], "Lò Thị Quỳnh Mai", "Đăng ký khai sinh"):
        assert said in text


@pytest.mark.poppler
@pytest.mark.parametrize(
    "name",
    ["#sys.inputs", "$x^2$", "*b* _i_", "back\\slash", "[a] #[b]", "@ref <label>", "`raw` // end"],
)
def test_what_people_write_is_printed_as_they_wrote_it(name):
    assert name in text_of(rendering.render("decision", with_name(name)))


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
