"""Lines over days: one chart of a few of them, or many small ones with common scales."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import detroit as d3
from django.utils.safestring import SafeString

from caseflow.drawing.canvas import (
    BOLD_LETTER,
    NARROW,
    WIDE,
    Frame,
    add,
    day_axis,
    day_label,
    days,
    drawn,
    heights,
    paper,
    value_axis,
    worded,
)
from caseflow.drawing.marks import Cell, Chart, Panel, Part, Series

TREND_HEIGHT = 240
PANEL = Frame(160, 56, left=1, right=4, top=5, bottom=4)
#: Ends of lines nearer than this would be named on top of each other.
APART = 15


@dataclass(frozen=True, slots=True)
class Field:
    """Where a day and a value lie on the paper."""

    x: Callable[[date], float]
    y: Any


def trend(
    series: Sequence[Series], *, title: str, description: str, head: str, unit: str = ""
) -> Chart:
    """At most four lines, each named at its end. All have the same days."""
    return Chart(
        title,
        description,
        [head, *(line.name for line in series)],
        trend_table(series),
        svg=lines(series, title, unit, WIDE),
        narrow=lines(series, title, unit, NARROW),
    )


def trend_table(series: Sequence[Series]) -> list[list[Cell]]:
    days_of = [day for day, _value in series[0].points] if series else []
    values = [[value for _day, value in line.points] for line in series]
    return [
        [Cell(day.strftime("%d/%m/%Y")), *(Cell(said(line[place])) for line in values)]
        for place, day in enumerate(days_of)
    ]


def said(value: float | None) -> str:
    return "–" if value is None else worded(round(value, 1))


def lines(series: Sequence[Series], title: str, unit: str, width: int) -> SafeString:
    if not any(line.points for line in series):
        return SafeString()
    names = max((len(line.name) for line in series), default=0) * BOLD_LETTER + 10
    frame = Frame(width, TREND_HEIGHT, left=44, right=int(names), top=30, bottom=26)
    root = paper(frame, label=title)
    first, last = extent(series)
    field = Field(days(first, last, frame.left, frame.end), heights(greatest(series), frame))
    value_axis(root, field.y, frame, unit)
    day_axis(root, [day for day, _value in series[0].points], frame)
    for place, line in enumerate(series, start=1):
        draw(root, line, field, f"line line-{place}{' dashed' if line.dashed else ''}")
    name_ends(root, series, field, frame)
    return drawn(root)


def draw(root: Any, line: Series, field: Field, kind: str) -> None:
    for stretch in stretches(line):
        if len(stretch) == 1:
            [(day, value)] = stretch
            add(
                root,
                "circle",
                cx=field.x(day),
                cy=float(field.y(value)),
                r=2.5,
                class_=f"{kind} dot",
            )
        else:
            add(root, "path", d=path(stretch, field), class_=kind)


def path(stretch: Sequence[tuple[date, float]], field: Field) -> str:
    through = d3.line().x(lambda point: round(field.x(point[0]), 1))
    return str(through.y(lambda point: round(float(field.y(point[1])), 1))(stretch))


def stretches(line: Series) -> Iterator[list[tuple[date, float]]]:
    """The line between its gaps."""
    stretch: list[tuple[date, float]] = []
    for day, value in line.points:
        if value is not None:
            stretch.append((day, value))
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def name_ends(root: Any, series: Sequence[Series], field: Field, frame: Frame) -> None:
    """Names right of the lines, in their order from the floor up, never on each other."""
    ends = sorted(
        (float(field.y(value)), place, line.name)
        for place, line in enumerate(series, start=1)
        if (value := last_value(line)) is not None
    )
    free = float(frame.floor)
    for y, place, name in reversed(ends):
        free = min(y + 4, free)
        add(root, "text", name, x=frame.end + 6, y=free, class_=f"name name-{place}")
        free -= APART


def last_value(line: Series) -> float | None:
    return next((value for _day, value in reversed(line.points) if value is not None), None)


def extent(series: Sequence[Series]) -> tuple[date, date]:
    found = [day for line in series for day, _value in line.points]
    return min(found), max(found)


def greatest(series: Sequence[Series]) -> float:
    values = [value for line in series for _day, value in line.points if value is not None]
    return max(values, default=0)


def multiples(
    panels: Sequence[Panel], *, title: str, description: str, head: tuple[str, str], unit: str
) -> Chart:
    """Many small lines under common scales, so that they can be compared at a glance."""
    numbers = [[Cell(panel.name, panel.href), Cell(panel.text)] for panel in panels]
    if not panels:
        return Chart(title, description, head, numbers)
    series = [panel.series for panel in panels]
    first, last = extent(series)
    y = heights(greatest(series), PANEL)
    field = Field(days(first, last, PANEL.left, PANEL.end), y)
    top = worded(y.get_domain()[1])
    return Chart(
        title,
        description,
        head,
        numbers,
        parts=[
            Part(panel.name, panel.text, panel_drawing(panel, field), panel.href)
            for panel in panels
        ],
        scale=f"{day_label(first)} – {day_label(last)} · 0 – {top} {unit}",
    )


def panel_drawing(panel: Panel, field: Field) -> SafeString:
    root = paper(PANEL, label=f"{panel.name}: {panel.text}")
    add(root, "line", x1=0, x2=PANEL.width, y1=PANEL.floor, y2=PANEL.floor, class_="axis")
    draw(root, panel.series, field, "line line-1")
    return drawn(root)
