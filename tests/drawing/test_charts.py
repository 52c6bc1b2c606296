from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from caseflow.drawing.charts import (
    Panel,
    Point,
    Row,
    Series,
    Share,
    bars,
    columns,
    multiples,
    shares,
    trend,
)

SVG = "{http://www.w3.org/2000/svg}"
HEAD = ("Class", "Files")
TOLD = {"title": "A title", "description": "What it says."}
POINTS = [Point("<b>1 & 2", 10, "10", "/files/"), Point("late", 5, "5")]
MONTHS = [date(2025, month, 1) for month in range(1, 13)]


def line(*values, name="P50"):
    return Series(name, list(zip(MONTHS, values, strict=False)))


def every_chart():
    row = Row("all", [Share("agency", 3, "75 %"), Share("citizen", 1, "25 %")])
    return [
        columns(POINTS, head=HEAD, **TOLD),
        bars(POINTS, head=HEAD, **TOLD),
        shares([row], head="Centre", **TOLD),
        trend([line(1, None, 3)], head="Month", **TOLD),
        multiples([Panel("A", line(1, 2), "2 d")], head=HEAD, unit="d", **TOLD),
    ]


def drawings(chart):
    return [part.svg for part in chart.parts] or [chart.svg, chart.narrow]


def elements(svg, tag, kind=""):
    found = ElementTree.fromstring(svg).iter(f"{SVG}{tag}")
    return [one for one in found if kind in one.get("class", "").split() or not kind]


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.head[0])
def test_a_chart_needs_neither_style_nor_script_and_says_what_it_is(chart):
    for svg in drawings(chart):
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label")
        assert not {"style", "script"} & {one.tag.removeprefix(SVG) for one in root.iter()}
        assert not any("style" in one.attrib or "fill" in one.attrib for one in root.iter())


def test_bars_are_as_long_as_their_values():
    tall, short = elements(columns(POINTS, head=HEAD, **TOLD).svg, "rect")
    assert float(tall.get("height")) == pytest.approx(2 * float(short.get("height")))
    long, brief = elements(bars(POINTS, head=HEAD, **TOLD).narrow, "rect")
    assert float(long.get("width")) == pytest.approx(2 * float(brief.get("width")))


def test_a_long_name_stands_on_two_lines_beside_its_bar():
    name = "Trung tâm phường Nông Trang"
    chart = bars([Point(name, 1, "1"), Point("short", 1, "1")], head=HEAD, **TOLD)
    told = [one.text for one in elements(chart.narrow, "text") if not one.get("class")]
    assert told == ["Trung tâm phường", "Nông Trang", "short"]


def test_the_table_beside_a_chart_has_its_numbers_and_leads_to_the_files():
    first, _second = columns(POINTS, head=HEAD, **TOLD).rows
    assert [cell.text for cell in first] == ["<b>1 & 2", "10"]
    assert first[1].href == "/files/"


def test_parts_of_a_row_fill_its_bar():
    row = Row("all", [Share("agency", 3, "75 %"), Share("citizen", 1, "25 %")])
    chart = shares([row], head="Centre", **TOLD)
    agency, citizen = (one for one in elements(chart.svg, "rect") if one.get("height") == "20")
    assert float(agency.get("width")) == pytest.approx(3 * float(citizen.get("width")), rel=0.01)
    assert chart.head == ["Centre", "agency", "citizen"]


def test_a_gap_parts_a_line_and_a_lone_value_is_a_dot():
    chart = trend([line(1, 2, None, 4, None, 5, 6)], head="Month", **TOLD)
    assert len(elements(chart.svg, "path", "line")) == 2
    assert len(elements(chart.svg, "circle", "dot")) == 1
    assert [cell.text for cell in chart.rows[2]] == ["01/03/2025", "–"]


def test_lines_that_end_together_are_named_apart():
    chart = trend([line(1, 2), line(1, 2, name="P90")], head="Month", **TOLD)
    places = [float(one.get("y")) for one in elements(chart.svg, "text", "name")]
    assert abs(places[0] - places[1]) >= 14


def test_panels_share_one_scale():
    panels = [Panel("A", line(0, 10), "10"), Panel("B", line(0, 5), "5")]
    chart = multiples(panels, head=HEAD, unit="d", **TOLD)
    ends = [elements(part.svg, "path")[0].get("d").rpartition(",")[2] for part in chart.parts]
    floor = 52
    assert floor - float(ends[0]) == pytest.approx(2 * (floor - float(ends[1])))
    assert chart.scale == "2025 – 2/2025 · 0 – 10 d"


@pytest.mark.parametrize("values", [(), (None,), (0,), (1e9,)])
def test_nothing_or_too_much_to_draw_does_no_harm(values):
    days = [date(2025, 1, 1) + timedelta(place) for place in range(len(values))]
    points = [Point("", value or 0, "") for value in values]
    series = [Series("", list(zip(days, values, strict=True)))] if values else []
    assert columns(points, head=HEAD, **TOLD).svg
    assert bars(points, head=HEAD, **TOLD).svg
    assert trend(series, head="", **TOLD).rows is not None
