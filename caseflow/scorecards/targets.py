"""Targets with what is reached, how that moves from month to month, and what is still missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from caseflow.drawing.charts import Chart, Series
from caseflow.drawing.charts import trend as trend_chart
from caseflow.indicators.definitions import BY_KEY, OF_FILES, Figure
from caseflow.scorecards import baselines, counts
from caseflow.scorecards.models import Baseline, BaselineExclusion, Target
from caseflow.scorecards.periods import Period, months_until
from caseflow.scorecards.reductions import Reduction
from caseflow.scorecards.scoring import NOTHING
from caseflow.scorecards.states import Saving
from caseflow.scorecards.wording import name_of

#: Targets that are compared with a frozen baseline, not counted.
SAVINGS = {"time_reduction": Saving.TIME, "cost_reduction": Saving.COST}
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Point:
    month: Period
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Of one target, over the days of its year that have passed."""

    target: Target
    first: date
    last: date
    figure: Figure | None = None
    reduction: Reduction | None = None
    baseline: Baseline | None = None
    trend: Sequence[Point] = ()

    @property
    def name(self) -> str:
        return name_of(self.target.key)

    @property
    def is_saving(self) -> bool:
        return self.target.key in SAVINGS

    @property
    def is_time(self) -> bool:
        return SAVINGS.get(self.target.key) == Saving.TIME

    @property
    def excluded(self) -> list[BaselineExclusion]:
        if self.baseline is None:
            return []
        return list(self.baseline.exclusions.select_related("procedure"))

    @property
    def chart(self) -> Chart:
        """The rate of each month, and the target as a line."""
        days = [point.month.first for point in self.trend]
        rates = [None if point.rate is None else float(point.rate) for point in self.trend]
        aim = float(self.target.value)
        return trend_chart(
            [
                Series(_("Rate"), list(zip(days, rates, strict=True))),
                Series(_("target"), [(day, aim) for day in days], dashed=True),
            ],
            title=self.name,
            description=_("By month, in percent; the dashed line is the target."),
            head=_("Month"),
            unit="%",
        )

    @property
    def reached(self) -> Decimal | None:
        """In percent; None where nothing is counted, or no baseline was frozen."""
        if self.reduction:
            return self.reduction.percent
        return self.figure.rate if self.figure else None

    @property
    def missing(self) -> Decimal | None:
        """In points of a percent; 0 where the target is reached."""
        if self.reached is None:
            return None
        return max(self.target.value - self.reached, NOTHING)

    @property
    def is_reached(self) -> bool:
        """By the counts, not by the rounded rate."""
        if self.figure and self.figure.denominator:
            exact = Fraction(100 * self.figure.numerator, self.figure.denominator)
            return exact >= Fraction(self.target.value)
        return self.missing is not None and not self.missing

    @property
    def days_left(self) -> int:
        """After the last day that was counted; below 0 when the target's day is over."""
        return (self.target.due_on - self.last).days

    @property
    def change(self) -> Decimal | None:
        """From the first to the last month that has a rate."""
        rates = [point.rate for point in self.trend if point.rate is not None]
        return rates[-1] - rates[0] if len(rates) > 1 else None


def progress(targets: Iterable[Target], *, today: date) -> list[Progress]:
    return [progress_of(target, today=today) for target in targets]


def progress_of(target: Target, *, today: date) -> Progress:
    """The year of the target's day, as far as it has come; a year to come has not begun."""
    first = target.due_on.replace(month=1, day=1)
    last = max(first, min(today, target.due_on))
    saving = SAVINGS.get(target.key)
    if saving:
        return saved(target, saving, first, last)
    if target.key not in BY_KEY:
        return Progress(target, first, last)
    figure = counts.figure_of(counts.scope_of_unit(target.unit), target.key, first, last)
    return Progress(target, first, last, figure, trend=trend(target, last))


def saved(target: Target, saving: Saving, first: date, last: date) -> Progress:
    """Against the latest baseline before, over those of these days that it does not cover."""
    earlier = Baseline.objects.filter(unit=target.unit_id, last__lt=last)
    baseline = earlier.select_related("unit").first()
    if baseline is None:
        return Progress(target, first, last)
    first = max(first, baseline.last + timedelta(days=1))
    reduction = baselines.compared(baseline, first, last)[saving]
    return Progress(target, first, last, reduction=reduction, baseline=baseline)


def trend(target: Target, last: date) -> list[Point]:
    """Empty for what is counted in procedures: the catalogue is known as of today only."""
    if BY_KEY[target.key] not in OF_FILES:
        return []
    months = months_until(last, MONTHS)
    scope = counts.scope_of_unit(target.unit)
    found = counts.figure_by_month(scope, target.key, months[0].first, months[-1].last)
    rates = {month: figure.rate for month, figure in found.items()}
    return [Point(month, rates.get(month.first)) for month in months]
