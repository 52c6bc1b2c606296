"""Tables that are sorted by a link; what has no value comes last either way."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.accents import fold
from caseflow.indicators.definitions import BY_KEY, figure
from caseflow.indicators.durations import MEDIAN, NINE_TENTHS
from caseflow.reports.lines import Counted, Line, Totals

Value = Decimal | float | str | None
Some = TypeVar("Some")
Named = TypeVar("Named", bound=Counted)
#: Orders that need neither names nor times.
BY_COUNT: dict[str, Callable[[Totals], Value]] = {
    "filed": lambda totals: totals["filed"],
    "finished": lambda totals: totals["finished"],
    "late": lambda totals: totals["finished_late"],
    "on_time": lambda totals: figure(BY_KEY["on_time_rate"], totals).rate,
}
BY_TIME: dict[str, Callable[[Line], Value]] = {
    "median": lambda line: line.speed.median,
    "nine_tenths": lambda line: line.speed.nine_tenths,
}
#: The quantiles that they look at.
SHARES = {"median": MEDIAN, "nine_tenths": NINE_TENTHS}
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


def ordered(lines: Iterable[Line], sort: str) -> list[Line]:
    order = sort.removeprefix("-")
    if order == "name":
        return by_name(lines, sort)
    if count := BY_COUNT.get(order):
        return arranged(((count(line.totals), line.pk, line) for line in lines), sort)
    time = BY_TIME[order]
    return arranged(((time(line), line.pk, line) for line in lines), sort)


def by_name(lines: Iterable[Named], sort: str) -> list[Named]:
    return arranged(((fold(line.name), line.pk, line) for line in lines), sort)


def keys_by_count(totals_by: Mapping[int, Totals], sort: str) -> list[int]:
    count = BY_COUNT[sort.removeprefix("-")]
    return arranged(((count(totals), key, key) for key, totals in totals_by.items()), sort)


def arranged(valued: Iterable[tuple[Value, int, Some]], sort: str) -> list[Some]:
    """By their values, and those that are equal by their keys."""
    told = list(valued)
    known = [one for one in told if one[0] is not None]
    known.sort(key=itemgetter(0, 1), reverse=sort.startswith("-"))
    return [some for _value, _key, some in (*known, *(one for one in told if one[0] is None))]


def columns(sort: str) -> list[Column]:
    return [column(name, sort) for name in TITLES]


def column(name: str, sort: str) -> Column:
    directions = {name: "ascending", f"-{name}": "descending"}
    other = name if sort == f"-{name}" or (name == "name" and sort != name) else f"-{name}"
    return Column(TITLES[name], other, directions.get(sort, ""), numeric=name != "name")


def known_sort(text: str) -> str:
    return text if text.removeprefix("-") in TITLES else MOST_LATE_FIRST
