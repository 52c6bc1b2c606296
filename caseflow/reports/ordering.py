"""Tables that are sorted by a link; what has no value comes last either way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.accents import fold
from caseflow.reports.lines import Counted, Line

Value = float | str | None
Some = TypeVar("Some", bound=Counted)
#: What a line is ordered by without reading how fast it was.
BY_COUNT: dict[str, Callable[[Counted], Value]] = {
    "name": lambda line: fold(line.name),
    "filed": lambda line: line.totals["filed"],
    "finished": lambda line: line.totals["finished"],
    "late": lambda line: line.totals["finished_late"],
    "on_time": lambda line: None if line.on_time.rate is None else float(line.on_time.rate),
}
VALUES: dict[str, Callable[[Line], Value]] = {
    **BY_COUNT,
    "median": lambda line: line.speed.median,
    "nine_tenths": lambda line: line.speed.nine_tenths,
}
TITLES: dict[str, Promise] = {
    "name": _("Name"),
    "filed": _("Filed"),
    "finished": _("Finished"),
    "late": _("After the due day"),
    "on_time": _("On-time rate"),
    "median": _("P50 of agency time"),
    "nine_tenths": _("P90 of agency time"),
}
#: Where most is to be done; the slowest are those to whom the law gives most time.
MOST_LATE_FIRST = "-late"


@dataclass(frozen=True, slots=True)
class Column:
    title: Promise
    #: What a click on the title asks for.
    sort: str
    #: For `aria-sort`; empty where the table is sorted otherwise.
    direction: str
    numeric: bool


def ordered(lines: Sequence[Line], sort: str) -> list[Line]:
    value = VALUES[sort.removeprefix("-")]
    return ordered_by(value, lines, descending=sort.startswith("-"))


def ordered_by(
    value: Callable[[Some], Value], lines: Sequence[Some], *, descending: bool
) -> list[Some]:
    known = [line for line in lines if value(line) is not None]
    unknown = [line for line in lines if value(line) is None]
    return sorted(known, key=lambda line: (value(line), line.code), reverse=descending) + unknown


def columns(sort: str) -> list[Column]:
    return [column(name, sort) for name in TITLES]


def column(name: str, sort: str) -> Column:
    directions = {name: "ascending", f"-{name}": "descending"}
    other = name if sort == f"-{name}" or (name == "name" and sort != name) else f"-{name}"
    return Column(TITLES[name], other, directions.get(sort, ""), numeric=name != "name")


def known_sort(text: str) -> str:
    return text if text.removeprefix("-") in VALUES else MOST_LATE_FIRST
