"""A report's page as a PDF: the same words, numbers and drawings, set for paper.

The page's own HTML is read, so no report says anything twice. It may hold headings, paragraphs,
lists, tiles, tables and charts; what is marked `screen-only` stays on the screen.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import lxml.html
import typst
from lxml import etree

Block = dict[str, Any]

TEMPLATES = Path(__file__).parent / "templates_typst"
#: The colours that the style sheet of the page gives its charts, for a reader without one.
INK = (TEMPLATES / "chart.css").read_text()
SKIPPED = frozenset({"form", "nav", "script", "style", "template", "button", "datalist"})


def pdf_of_page(html: str, *, region: str, about: dict[str, str]) -> bytes:
    """What is inside the element of the class `region`; `about` gives title, lines and language."""
    sheet = about | {"blocks": blocks_of(html, region)}
    compiler = typst.Compiler(TEMPLATES / "page.typ", root=TEMPLATES, font_paths=fonts())
    return cast(bytes, compiler.compile(format="pdf", sys_inputs={"sheet": json.dumps(sheet)}))


@cache
def fonts() -> typst.Fonts:
    """Only what typst itself brings: the same letters on every machine."""
    return typst.Fonts(include_system_fonts=False)


def blocks_of(html: str, region: str) -> list[Block]:
    page = lxml.html.fromstring(html)
    found = page.find_class(region)
    return list(read(found[0])) if found else []


def read(element: Any) -> Iterator[Block]:
    for child in element:
        if isinstance(child.tag, str) and not is_for_screens(child):
            yield from read_one(child)


def is_for_screens(element: Any) -> bool:
    return element.tag in SKIPPED or "screen-only" in classes(element)


def read_one(element: Any) -> Iterator[Block]:
    reader = READERS.get(element.tag)
    if reader:
        yield from reader(element)
    elif any(child.tag in READERS or child.tag in CONTAINERS for child in element):
        yield from read(element)
    elif said := words(element):
        yield {"kind": "text", "text": said}


def heading(element: Any) -> Iterator[Block]:
    yield {"kind": "heading", "level": int(element.tag[1]), "text": words(element)}


def paragraph(element: Any) -> Iterator[Block]:
    if said := words(element):
        yield {"kind": "text", "text": said, "quiet": "report-note" in classes(element)}


def items(element: Any) -> Iterator[Block]:
    yield {"kind": "list", "items": [words(item) for item in element if item.tag == "li"]}


def tiles(element: Any) -> Iterator[Block]:
    pairs = zip(element.iter("dt"), element.iter("dd"), strict=False)
    yield {"kind": "tiles", "tiles": [[words(name), words(value)] for name, value in pairs]}


def table(element: Any) -> Iterator[Block]:
    rows = [list(cells(row)) for row in element.iter("tr")]
    head = [row for row, tr in zip(rows, element.iter("tr"), strict=True) if in_head(tr)]
    width = max((sum(cell["span"] for cell in row) for row in rows), default=0)
    if width:
        yield {"kind": "table", "width": width, "head": head, "rows": rows[len(head) :]}


def in_head(row: Any) -> bool:
    return bool(row.getparent().tag == "thead")


def cells(row: Any) -> Iterator[Block]:
    return (cell_of(cell) for cell in row if not is_for_screens(cell))


def cell_of(cell: Any) -> Block:
    return {
        "text": words(cell),
        "number": "number" in classes(cell),
        "strong": cell.tag == "th",
        "span": int(cell.get("colspan", 1)),
    }


def chart(element: Any) -> Iterator[Block]:
    caption = element.find("figcaption")
    yield {
        "kind": "chart",
        "title": words(caption.find("strong")),
        "about": [words(span) for span in caption.iter("span")],
        "drawings": [inked(svg) for wide in element.find_class("chart-wide") for svg in wide],
        "parts": [part(item) for item in element.iter("li")],
    }


def part(item: Any) -> Block:
    name, svg, text = item
    return {"name": words(name), "text": words(text), "drawing": inked(svg)}


def inked(svg: Any) -> str:
    # HTML knows no upper case in names of attributes; a drawing on its own does.
    svg.set("viewBox", svg.attrib.pop("viewbox"))
    svg.set("xmlns", "http://www.w3.org/2000/svg")
    style = etree.Element("style")
    style.text = INK
    svg.insert(0, style)
    return str(etree.tostring(svg, encoding="unicode", with_tail=False))


def words(element: Any) -> str:
    """The text without what is for screens, in one line."""
    return "" if element is None else " ".join("".join(texts(element)).split())


def texts(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not is_for_screens(child):
            yield from texts(child)
        yield child.tail or ""


def classes(element: Any) -> list[str]:
    return str(element.get("class", "")).split()


CONTAINERS = frozenset({"div", "section", "article", "details", "header"})
READERS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4"), heading),
    **dict.fromkeys(("p", "summary"), paragraph),
    **dict.fromkeys(("ul", "ol"), items),
    "dl": tiles,
    "table": table,
    "figure": chart,
}
