"""How volumes and times move: within the period, and over the twelve months to its end."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from caseflow.centers.working_time import months_later
from caseflow.drawing.canvas import worded
from caseflow.drawing.charts import Chart, Series, trend
from caseflow.indicators import reading
from caseflow.indicators.days import next_month
from caseflow.indicators.durations import MEDIAN, NINE_TENTHS, quantile
from caseflow.indicators.measures import Measure
from caseflow.indicators.reading import Totals
from caseflow.reports.selections import Selection
from caseflow.reports.spans import DAY, HOUR
from caseflow.reports.times.wanted import A_YEAR, Rhythm, Wanted, start_of, starts

TWO_DAYS = 2 * DAY
VOLUMES = "filed", "finished"
Values = Sequence[tuple[date, float | None]]


def needed(measure: Measure) -> tuple[str, ...]:
    """The counters of `volumes` and `means`."""
    return tuple(dict.fromkeys((*VOLUMES, *summed(measure))))


def volumes(wanted: Wanted, of: Mapping[date, Totals]) -> Chart:
    lines = [
        Series(name, [(day, totals[key]) for day, totals in of.items()])
        for key, name in (("filed", _("filed")), ("finished", _("ended")))
    ]
    sums = {name: worded(sum(totals[name] for totals in of.values())) for name in VOLUMES}
    return trend(
        lines,
        title=_("Files filed and files ended, %(rhythm)s") % {"rhythm": wanted.rhythm.label},
        description=_("%(filed)s filed, %(finished)s ended in the period.") % sums,
        head=heading(wanted.rhythm),
        unit=_("files"),
    )


def means(wanted: Wanted, of: Mapping[date, Totals]) -> Chart:
    """Means, because they follow from sums for any day; percentiles are told by months."""
    lines = [(_("now"), mean_of(of, wanted.measure))]
    if wanted.earlier:
        before = by_start(wanted.earlier, wanted.rhythm, summed(wanted.measure))
        values = laid_on(mean_of(before, wanted.measure), lines[0][1])
        lines.append((_("before"), values))
    size, unit = scale(value for _name, values in lines for _day, value in values)
    return trend(
        [
            Series(name, divided(values, size), dashed=bool(place))
            for place, (name, values) in enumerate(lines)
        ],
        title=_("Average time: %(measure)s, %(rhythm)s")
        % {"measure": wanted.measure.label, "rhythm": wanted.rhythm.label},
        description=_("Of the files that ended on these days."),
        head=heading(wanted.rhythm),
        unit=unit,
    )


def summed(measure: Measure) -> tuple[str, str]:
    """The counters of seconds, and of the cases over which a mean is taken."""
    return f"{measure}_seconds", "returned" if measure == Measure.COLLECTION else "finished"


def mean_of(of: Mapping[date, Totals], measure: Measure) -> Values:
    sums, cases = summed(measure)
    return [(day, mean(totals[sums], totals[cases])) for day, totals in of.items()]


def mean(seconds: int, cases: int) -> float | None:
    return seconds / cases if cases else None


def percentiles(wanted: Wanted) -> Chart:
    """Whole months, so that a year costs as little as a day."""
    selections = [("", year_to(wanted.selection))]
    if wanted.earlier:
        selections.append((_("a year before"), a_year_earlier(selections[0][1])))
    lines = [
        (f"{name} {before}".strip(), values, bool(before))
        for before, selection in selections
        for name, values in percentile_lines(wanted.measure, selection, before=bool(before))
    ]
    points = [point for _name, values, _dashed in lines for point in values]
    months = since_first(
        [day for day, _value in lines[0][1]],
        {day for day, value in points if value is not None},
    )
    size, unit = scale(value for _day, value in points)
    return trend(
        [
            Series(name, divided(values[-len(months) :], size), dashed=dashed)
            for name, values, dashed in lines
        ],
        title=_("P50 and P90: %(measure)s, over twelve months") % {"measure": wanted.measure.label},
        description=_("Half of the files ended within P50, nine of ten within P90."),
        head=_("Month"),
        unit=unit,
    )


def since_first(days: Sequence[date], counted: Collection[date]) -> Sequence[date]:
    """Without those before anything was counted; all of them where nothing ever was."""
    return [day for day in days if day >= min(counted)] if counted else days


def percentile_lines(
    measure: Measure, selection: Selection, *, before: bool
) -> list[tuple[str, Values]]:
    bins = reading.bins_by_month(
        measure,
        selection.place,
        selection.first,
        selection.last,
        procedure=selection.procedure_id,
    )
    later = A_YEAR if before else 0
    shown = [months_later(day, later) for day in starts(selection, Rhythm.MONTH)]
    by_month = {months_later(day, later): of for day, of in bins.items()}
    return [
        (name, [(day, quantile(by_month.get(day, {}), share)) for day in shown])
        for name, share in (("P90", NINE_TENTHS), ("P50", MEDIAN))
    ]


def year_to(selection: Selection) -> Selection:
    """Twelve whole months, of which the last is the one in which the period ends."""
    end = next_month(selection.last)
    first = months_later(end, -A_YEAR)
    return replace(selection, first=first, last=end - timedelta(days=1))


def a_year_earlier(selection: Selection) -> Selection:
    first, end = selection.first, selection.last + timedelta(days=1)
    last = months_later(end, -A_YEAR) - timedelta(days=1)
    return replace(selection, first=months_later(first, -A_YEAR), last=last)


def by_start(selection: Selection, rhythm: Rhythm, names: Sequence[str]) -> dict[date, Totals]:
    """Totals of every day, week or month of the period; zeros where nothing was counted."""
    asked = selection.place, selection.first, selection.last
    read = reading.totals_by_month if rhythm == Rhythm.MONTH else reading.totals_by_day
    found = read(*asked, procedure=selection.procedure_id, names=names)
    return folded(found, rhythm, starts(selection, rhythm), names)


def folded(
    found: Mapping[date, Totals], rhythm: Rhythm, days: Iterable[date], names: Sequence[str]
) -> dict[date, Totals]:
    sums: dict[date, Totals] = {day: dict.fromkeys(names, 0) for day in days}
    for day, totals in found.items():
        whole = sums[start_of(day, rhythm)]
        for name in names:
            whole[name] += totals[name]
    return sums


def laid_on(earlier: Values, now: Values) -> Values:
    """The earlier values at the days of now, one by one; what has no partner is left out."""
    pairs = zip(now, earlier, strict=False)
    return [(day, value) for (day, _now), (_day, value) in pairs]


def scale(values: Iterable[float | None]) -> tuple[int, str]:
    """Hours where nothing takes two days, else days."""
    longest = max((value for value in values if value is not None), default=0)
    return (HOUR, _("hours")) if longest < TWO_DAYS else (DAY, _("days"))


def divided(values: Values, size: int) -> Values:
    return [(day, None if value is None else value / size) for day, value in values]


def heading(rhythm: Rhythm) -> str:
    if rhythm == Rhythm.MONTH:
        return _("Month")
    return _("Week from") if rhythm == Rhythm.WEEK else _("Day")
