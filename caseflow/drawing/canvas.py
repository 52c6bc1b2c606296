"""The paper charts are drawn on: elements with classes, scales, axes. Styles give the colours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import detroit as d3
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
#: Widths in pixels for a page and for a phone; a letter of a label, or of a bold name, is so wide,
#: roughly.
WIDE, NARROW = 720, 344
LETTER, BOLD_LETTER = 6.6, 8.4
GRID_LINES = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the marks lie on the paper."""

    width: int
    height: int
    left: int = 0
    right: int = 0
    top: int = 0
    bottom: int = 0

    @property
    def end(self) -> int:
        return self.width - self.right

    @property
    def floor(self) -> int:
        return self.height - self.bottom


def paper(frame: Frame, *, label: str) -> Any:
    """An image to whoever listens: its name is said, its marks are not read one by one."""
    told = {
        "viewBox": f"0 0 {frame.width} {frame.height}",
        "width": str(frame.width),
        "height": str(frame.height),
        "role": "img",
        "aria-label": label,
    }
    return etree.Element(f"{SVG}svg", told, nsmap={None: SVG[1:-1]})


def add(parent: Any, tag: str, text: str = "", /, **attributes: object) -> Any:
    """`class_` and `text_anchor` are written as the language of the drawing has them."""
    made = etree.SubElement(parent, f"{SVG}{tag}")
    for name, value in attributes.items():
        made.set(name.rstrip("_").replace("_", "-"), written(value))
    if text:
        made.text = text
    return made


def written(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def drawn(root: Any) -> SafeString:
    # lxml escapes every text and attribute of the tree.
    return mark_safe(str(etree.tostring(root, encoding="unicode")))  # noqa: S308


def short(text: str, room: float) -> str:
    """Cut to the room there is, in pixels; the table beside the drawing has it whole."""
    letters = max(int(room / LETTER), 3)
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def in_two(text: str, room: float) -> tuple[str, str]:
    """The text on one line if it fits, else on two."""
    if len(text) * LETTER <= room or " " not in text:
        return short(text, room), ""
    middle = min(
        (place for place, letter in enumerate(text) if letter == " "),
        key=lambda place: abs(place - len(text) / 2),
    )
    return short(text[:middle], room), short(text[middle + 1 :], room)


def heights(top: float, frame: Frame) -> Any:
    """From zero to a round number that is not below the greatest value."""
    scale = d3.scale_linear().set_domain([0, top or 1]).nice(GRID_LINES)
    return scale.set_range([frame.floor, frame.top])


def lengths(top: float, first: float, last: float) -> Any:
    return d3.scale_linear().set_domain([0, top or 1]).set_range([first, last])


def bands(names: Sequence[str], first: float, last: float) -> Any:
    """Places for bars, by their position: two may be called alike."""
    places = d3.scale_band([str(place) for place in range(len(names))], [first, last])
    return places.set_padding_inner(0.28).set_padding_outer(0.14)


def days(first: date, last: date, start: float, end: float) -> Callable[[date], float]:
    scale = d3.scale_linear().set_domain([first.toordinal(), last.toordinal()])
    scale.set_range([start, end])
    return lambda day: float(scale(day.toordinal()))


def time_scale(first: date, last: date) -> Any:
    return d3.scale_time().set_domain([midnight(first), midnight(last)])


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def value_axis(root: Any, scale: Any, frame: Frame, unit: str) -> None:
    """Lines across the drawing, the lowest one strong, with their numbers on the left."""
    for tick in scale.ticks(GRID_LINES):
        y = float(scale(tick))
        kind = "grid" if tick else "axis"
        add(root, "line", x1=frame.left, x2=frame.end, y1=y, y2=y, class_=kind)
        add(root, "text", worded(tick), x=frame.left - 6, y=y + 4, text_anchor="end")
    if unit:
        add(root, "text", unit, x=0, y=frame.top - 14)


def day_axis(root: Any, drawn_days: Sequence[date], frame: Frame) -> None:
    """Names the days themselves where they are few, else round ones among them."""
    first, last = min(drawn_days), max(drawn_days)
    place = days(first, last, frame.left, frame.end)
    count = max((frame.end - frame.left) // 90, 2)
    for day in drawn_days if len(drawn_days) <= count else round_days(first, last, count):
        x = place(day)
        add(root, "line", x1=x, x2=x, y1=frame.floor, y2=frame.floor + 5, class_="axis")
        add(root, "text", day_label(day), x=x, y=frame.floor + 18, text_anchor="middle")


def round_days(first: date, last: date, count: int) -> list[date]:
    ticks = time_scale(first, last).ticks(count)
    return [tick.date() for tick in ticks if tick == midnight(tick.date())]


def day_label(day: date) -> str:
    """A year, a month or a day, whichever begins then; figures alone, so in any language."""
    if day.day > 1:
        return f"{day.day}/{day.month}"
    return f"{day.month}/{day.year}" if day.month > 1 else str(day.year)


def worded(value: float) -> str:
    """As short as it can be said."""
    shown = round(value, 2) if value % 1 else int(value)
    return number_format(shown, force_grouping=True)
