"""Charts drawn on the server: one drawing for the page, the print and the PDF.

They carry classes and no colours, styles or scripts, so the page's style sheet makes them light or
dark. Each says in words what it shows, and brings its numbers as a table.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from caseflow.drawing.canvas import (
    LETTER,
    NARROW,
    WIDE,
    Frame,
    add,
    bands,
    drawn,
    heights,
    in_two,
    lengths,
    paper,
    short,
    value_axis,
)
from caseflow.drawing.marks import Cell, Chart, Panel, Part, Point, Row, Series, Share
from caseflow.drawing.trends import multiples, trend

__all__ = (
    "Cell", "Chart", "Panel", "Part", "Point", "Row", "Series", "Share",
    "bars", "columns", "multiples", "shares", "trend",
)  # fmt: skip

COLUMNS_HEIGHT = 250
LINE, THICK = 30, 16


def columns(
    points: Sequence[Point], *, title: str, description: str, head: tuple[str, str], unit: str = ""
) -> Chart:
    """Upright bars of ordered classes; a phone gets them lying, where their names fit."""
    return Chart(
        title,
        description,
        head,
        table(points),
        svg=upright(points, title, unit),
        narrow=lying(points, title, NARROW),
    )


def bars(points: Sequence[Point], *, title: str, description: str, head: tuple[str, str]) -> Chart:
    """Lying bars, one per name, in the order given."""
    return Chart(
        title,
        description,
        head,
        table(points),
        svg=lying(points, title, WIDE),
        narrow=lying(points, title, NARROW),
    )


def shares(rows: Sequence[Row], *, title: str, description: str, head: str) -> Chart:
    """One bar per row, as long as every other: its parts are shares of the whole."""
    names = [part.name for part in rows[0].parts] if rows else []
    numbers = [[Cell(row.name, row.href), *(Cell(part.text) for part in row.parts)] for row in rows]
    return Chart(
        title,
        description,
        [head, *names],
        numbers,
        svg=stacked(rows, names, title, WIDE),
        narrow=stacked(rows, names, title, NARROW),
    )


def table(points: Sequence[Point]) -> list[list[Cell]]:
    return [[Cell(point.label), Cell(point.text, point.href)] for point in points]


def upright(points: Sequence[Point], title: str, unit: str) -> SafeString:
    frame = Frame(WIDE, COLUMNS_HEIGHT, left=52, right=4, top=30, bottom=40)
    root = paper(frame, label=title)
    scale = heights(max((point.value for point in points), default=0), frame)
    value_axis(root, scale, frame, unit)
    places = bands([point.label for point in points], frame.left, frame.end)
    for place, point in enumerate(points):
        upright_bar(root, point, scale, float(places(str(place))), places.get_bandwidth(), frame)
    return drawn(root)


def upright_bar(root: Any, point: Point, scale: Any, x: float, width: float, frame: Frame) -> None:
    y, middle = float(scale(point.value)), x + width / 2
    height = frame.floor - y
    bar = add(root, "rect", x=x, y=y, width=width, height=height, class_="mark")
    add(bar, "title", f"{point.label}: {point.text}")
    if point.value:
        add(root, "text", point.text, x=middle, y=y - 5, text_anchor="middle", class_="value")
    for line, name in enumerate(in_two(point.label, width * 1.4)):
        add(root, "text", name, x=middle, y=frame.floor + 18 + 14 * line, text_anchor="middle")


def lying(points: Sequence[Point], title: str, width: int) -> SafeString:
    longest = max((len(point.label) for point in points), default=0) * LETTER + 18
    left = int(min(longest, width * 0.42))
    right = int(max((len(point.text) for point in points), default=0) * LETTER + 12)
    frame = Frame(width, LINE * len(points) + 8, left=left, right=right, top=4, bottom=4)
    root = paper(frame, label=title)
    top = max((point.value for point in points), default=0)
    scale = lengths(top, frame.left, frame.end)
    for place, point in enumerate(points):
        lying_bar(root, point, scale, frame.top + place * LINE, frame)
    return drawn(root)


def lying_bar(root: Any, point: Point, scale: Any, y: float, frame: Frame) -> None:
    end, middle = float(scale(point.value)), y + LINE / 2 + 4
    top, length = y + (LINE - THICK) / 2, max(end - frame.left, 1)
    bar = add(root, "rect", x=frame.left, y=top, width=length, height=THICK, class_="mark")
    add(bar, "title", f"{point.label}: {point.text}")
    names = [name for name in in_two(point.label, frame.left - 8) if name]
    for place, name in enumerate(names):
        line = middle + 13 * (place - (len(names) - 1) / 2)
        add(root, "text", name, x=frame.left - 8, y=line, text_anchor="end")
    add(root, "text", point.text, x=end + 6, y=middle, class_="value")


def stacked(rows: Sequence[Row], names: Sequence[str], title: str, width: int) -> SafeString:
    longest = max((len(row.name) for row in rows), default=0) * LETTER + 18
    legend = legend_lines(names, width)
    left, top = int(min(longest, width * 0.36)), 20 * len(legend) + 6
    frame = Frame(width, top + LINE * len(rows) + 4, left=left, right=2, top=top)
    root = paper(frame, label=title)
    draw_legend(root, legend)
    for place, row in enumerate(rows):
        stack(root, row, frame.top + place * LINE, frame)
    return drawn(root)


def stack(root: Any, row: Row, y: float, frame: Frame) -> None:
    whole = sum(part.value for part in row.parts)
    scale = lengths(whole, frame.left, frame.end)
    add(
        root, "text", short(row.name, frame.left - 8), x=frame.left - 8, y=y + 19, text_anchor="end"
    )
    before = 0.0
    for place, part in enumerate(row.parts):
        x, end = float(scale(before)), float(scale(before + part.value))
        before += part.value
        kind = f"mark part-{place + 1}"
        bar = add(root, "rect", x=x, y=y + 5, width=end - x, height=THICK + 4, class_=kind)
        add(bar, "title", f"{row.name}, {part.name}: {part.text}")
        if end - x > len(part.text) * LETTER + 8:
            middle = (x + end) / 2
            kind = f"inside on-{place + 1}"
            add(root, "text", part.text, x=middle, y=y + 19, text_anchor="middle", class_=kind)


def legend_lines(names: Sequence[str], width: int) -> list[list[tuple[int, str, float]]]:
    """Places of the names on as many lines as they need: number, name, x."""
    lines: list[list[tuple[int, str, float]]] = [[]]
    x = 0.0
    for place, name in enumerate(names, start=1):
        room = 18 + len(name) * LETTER + 16
        if x and x + room > width:
            lines.append([])
            x = 0.0
        lines[-1].append((place, name, x))
        x += room
    return lines


def draw_legend(root: Any, lines: Sequence[Sequence[tuple[int, str, float]]]) -> None:
    for row, line in enumerate(lines):
        for place, name, x in line:
            y = row * 20
            add(root, "rect", x=x, y=y + 2, width=12, height=12, class_=f"mark part-{place}")
            add(root, "text", name, x=x + 17, y=y + 12)
