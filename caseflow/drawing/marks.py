"""What charts are made of; every text is final: translated, and its numbers worded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Point:
    """One bar. `href` leads to the files behind it."""

    label: str
    value: float
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A line; None is a gap in it. A dashed one stands behind, to compare with."""

    name: str
    points: Sequence[tuple[date, float | None]]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One of many small charts that share their scales; `text` is what it comes to."""

    name: str
    series: Series
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    name: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """Parts of a whole; every row names the same parts in the same order."""

    name: str
    parts: Sequence[Share]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A drawn panel."""

    name: str
    text: str
    svg: SafeString
    href: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, what it says, and the same numbers as a table.

    It is drawn for a page and once more for a phone; a chart of panels has them in `parts`.
    """

    title: str
    description: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    svg: SafeString = field(default_factory=SafeString)
    narrow: SafeString = field(default_factory=SafeString)
    parts: Sequence[Part] = ()
    #: What the parts have in common: the scale of their lines.
    scale: str = ""
