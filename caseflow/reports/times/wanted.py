"""What is asked of the processing-time report: a selection, a measure, a rhythm, a comparison."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from caseflow.centers.working_time import months_later
from caseflow.indicators.measures import Measure
from caseflow.reports.selections import Selection


class Rhythm(TextChoices):
    DAY = "day", _("by day")
    WEEK = "week", _("by week")
    MONTH = "month", _("by month")


class Comparison(TextChoices):
    PREVIOUS = "previous", _("the period before")
    YEAR = "year", _("the same days a year before")


#: In months.
A_YEAR = 12
#: More points than this are noise on one line.
DAYS_BY_DAY, DAYS_BY_WEEK = 45, 200


@dataclass(frozen=True, slots=True)
class Wanted:
    selection: Selection
    measure: Measure
    rhythm: Rhythm
    #: What it is compared with; None is nothing.
    earlier: Selection | None = None

    @property
    def selections(self) -> list[Selection]:
        return [self.selection, *([self.earlier] if self.earlier else [])]

    @property
    def place_is_one_office(self) -> bool:
        return bool(self.selection.center) or not self.selection.viewer.of_the_province


def rhythm_of(selection: Selection) -> Rhythm:
    days = (selection.last - selection.first).days
    if days <= DAYS_BY_DAY:
        return Rhythm.DAY
    return Rhythm.WEEK if days <= DAYS_BY_WEEK else Rhythm.MONTH


def start_of(day: date, rhythm: Rhythm) -> date:
    """The first day of the week, from Monday, or of the month."""
    if rhythm == Rhythm.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if rhythm == Rhythm.MONTH else day


def starts(selection: Selection, rhythm: Rhythm) -> list[date]:
    """Of every day, week or month of the period, whether or not anything was counted then."""
    days = (selection.last - selection.first).days + 1
    every = (selection.first + timedelta(days=place) for place in range(days))
    return list(dict.fromkeys(start_of(day, rhythm) for day in every))


def earlier(selection: Selection, comparison: Comparison) -> Selection:
    if comparison == Comparison.YEAR:
        # The 29 February has the 28th before it.
        first, last = (months_later(day, -A_YEAR) for day in (selection.first, selection.last))
        return replace(selection, first=first, last=last)
    last = selection.first - timedelta(days=1)
    return replace(selection, first=last - (selection.last - selection.first), last=last)
