"""Two periods side by side, with what changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from caseflow.drawing.canvas import worded
from caseflow.indicators.definitions import BY_KEY, figure
from caseflow.reports.spans import duration
from caseflow.reports.times.speeds import Speed

Totals = Mapping[str, int]
RATED = ("on_time_rate", "online_filing_rate", "electronic_result_rate")


@dataclass(frozen=True, slots=True)
class Compared:
    """`better` is None where more is neither better nor worse."""

    name: str
    now: str
    before: str
    change: str
    better: bool | None = None


def compared(now: Totals, before: Totals, speed: Speed, speed_before: Speed) -> Iterator[Compared]:
    yield from counts(now, before)
    yield from rates(now, before)
    for name, later, earlier in (
        (_("P50"), speed.median, speed_before.median),
        (_("P90"), speed.nine_tenths, speed_before.nine_tenths),
    ):
        yield times(name, later, earlier)


def counts(now: Totals, before: Totals) -> Iterator[Compared]:
    names = {
        "filed": _("Filed"),
        "finished": _("Finished"),
        "finished_late": _("After the due day"),
    }
    for key, name in names.items():
        later, earlier = now[key], before[key]
        tells = key == "finished_late" and before["finished"] and later != earlier
        better = later < earlier if tells else None
        change = percent_change(later, earlier)
        yield Compared(name, worded(later), worded(earlier), change, better)


def rates(now: Totals, before: Totals) -> Iterator[Compared]:
    for definition in (BY_KEY[key] for key in RATED):
        later, earlier = figure(definition, now).rate, figure(definition, before).rate
        yield Compared(str(definition.name), rate(later), rate(earlier), *points(later, earlier))


def points(later: Decimal | None, earlier: Decimal | None) -> tuple[str, bool | None]:
    if later is None or earlier is None:
        return "–", None
    change = _("%(points)s points") % {"points": signed(float(later - earlier), 2)}
    return change, None if later == earlier else later > earlier


def times(name: str, later: float | None, earlier: float | None) -> Compared:
    better = None if later is None or earlier is None or later == earlier else later < earlier
    change = percent_change(later, earlier)
    return Compared(name, duration(later), duration(earlier), change, better)


def percent_change(later: float | None, earlier: float | None) -> str:
    if later is None or not earlier:
        return "–"
    return f"{signed(100 * (later - earlier) / earlier, 1)} %"


def signed(value: float, places: int) -> str:
    text = number_format(abs(value), places)
    sign = "+" if value > 0 else "−"
    return f"{sign}{text}" if round(value, places) else text


def rate(value: Decimal | None) -> str:
    return _("not applicable") if value is None else f"{number_format(value, 2)} %"
