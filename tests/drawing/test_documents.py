from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from caseflow.drawing.charts import Point, columns
from caseflow.drawing.documents import blocks_of, pdf_of_page

ABOUT = {"title": "Thời gian", "office": "Việt Trì", "made": "-", "address": "-", "language": "vi"}
CHART = columns([Point("1–2 ngày", 3, "3")], title="Hồ sơ", description="Một nửa.", head=("a", "b"))
TABLE = """<table><thead><tr><th>A</th><th class="number">B</th></tr></thead>
<tbody><tr><th>một <a href="/x">hai</a></th><td class="number">12 <small>%</small></td></tr>
</tbody></table>"""


def page(inside):
    return f'<html><body><p>around</p><div class="report">{inside}</div></body></html>'


def blocks(inside):
    return blocks_of(page(inside), "report")


def test_words_tables_tiles_and_lists_are_read_in_their_order():
    tiles = "<dl><div><dt>Đã nộp</dt><dd>120</dd></div></dl>"
    inside = (
        f"<section><h2>Tên</h2><p>Lời</p>{tiles}<div>{TABLE}</div></section><ul><li>x</li></ul>"
    )
    found = blocks(inside)
    assert [block["kind"] for block in found] == ["heading", "text", "tiles", "table", "list"]
    [[name, number]] = found[3]["rows"]
    assert (name["text"], number["text"], number["number"]) == ("một hai", "12 %", True)
    assert found[2]["tiles"] == [["Đã nộp", "120"]]


@pytest.mark.parametrize(
    "inside",
    ["<form><p>x</p></form>", "<nav><p>x</p></nav>", '<p class="screen-only">x</p>', "<p> </p>"],
)
def test_what_is_for_the_screen_is_not_printed(inside):
    assert blocks(inside) == []


def test_a_column_for_the_screen_is_not_printed():
    [table] = blocks('<table><tr><td>12</td><td class="screen-only">x</td></tr></table>')
    assert (table["width"], [cell["text"] for [cell] in table["rows"]]) == (1, ["12"])


def test_a_chart_keeps_its_drawing_and_leaves_its_table_on_the_screen():
    [chart] = blocks(render_to_string("drawing/figure.html", {"chart": CHART}))
    assert (chart["title"], chart["about"]) == ("Hồ sơ", ["Một nửa."])
    [drawing] = chart["drawings"]
    assert 'viewBox="0 0 720' in drawing
    assert "<style>" in drawing


def test_the_pdf_says_what_the_page_says():
    figure = render_to_string("drawing/figure.html", {"chart": CHART})
    made = pdf_of_page(page(f"<h2>Khối lượng</h2>{TABLE}{figure}"), region="report", about=ABOUT)
    text = PdfReader(BytesIO(made)).pages[0].extract_text()
    for words in ("Thời gian", "Khối lượng", "một hai", "Một nửa."):
        assert words in text


def test_a_table_of_many_columns_lies_on_the_long_side():
    wide = f"<table><tr>{'<td>x</td>' * 9}</tr></table>"
    for inside, is_wide in ((wide, True), (TABLE, False)):
        made = pdf_of_page(page(inside), region="report", about=ABOUT)
        box = PdfReader(BytesIO(made)).pages[0].mediabox
        assert (box.width > box.height) is is_wide


def test_markup_in_a_name_is_only_text_on_paper():
    made = pdf_of_page(page("<p>#panic() *x* [y] &lt;b&gt;</p>"), region="report", about=ABOUT)
    assert "#panic() *x* [y] <b>" in PdfReader(BytesIO(made)).pages[0].extract_text()
