from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q, Sum, Window

from caseflow.indicators.days import firsts_of_months
from caseflow.indicators.durations import rank_in_sql
from caseflow.indicators.expressions import Sums

if TYPE_CHECKING:
    from caseflow.indicators.models import (  # noqa: F401 (mypy reads the quoted names)
        Count,
        Fact,
        PublishedFigure,
        Spread,
        StaleCase,
    )

#: Centres by key, or a query for them.
Centers = Collection[int] | models.QuerySet[Any]
#: First and last day; without a first, from the beginning.
Days = tuple[date | None, date]

Row = TypeVar("Row", bound=models.Model)


def within(column: str, periods: Iterable[Days]) -> Q:
    """In any of these periods, both days included."""
    found = Q()
    for first, last in periods:
        since = Q(**{f"{column}__gte": first}) if first else Q()
        found |= since & Q(**{f"{column}__lte": last})
    return found


class CountQuerySet(models.QuerySet["Count"]):
    def during(self, periods: Iterable[Days]) -> Self:
        return self.filter(within("day", periods))

    def sums(self, names: Collection[str]) -> dict[str, int]:
        return dict(zip(names, self.aggregate(sums=Sums(names))["sums"], strict=True))


class SpreadQuerySet(models.QuerySet["Spread"]):
    def during(self, periods: Iterable[Days]) -> Self:
        """Each month by its name, where the first is known: keys begin with month and measure, and
        a span of months would be searched through all measures."""
        found = Q()
        for first, last in periods:
            named = Q(day__in=firsts_of_months(first, last)) if first else Q(day__lte=last)
            found |= named
        return self.filter(found)

    def reached_by(self, share: Fraction, *key: str) -> Self:
        """Of each key only the bucket in which the quantile lies: the `nth` of its cases."""
        cases = Window(Sum("count"), partition_by=key)
        upto = Window(Sum("count"), partition_by=key, order_by="bucket")
        found = self.annotate(nth=rank_in_sql(share, cases) - upto + F("count"))
        return found.filter(nth__gte=1, nth__lte=F("count"))


class DaySpreadQuerySet(SpreadQuerySet):
    def during(self, periods: Iterable[Days]) -> Self:
        """A span of days: their keys begin with the measure."""
        return self.filter(within("day", periods))


class FactQuerySet(models.QuerySet["Fact"]):
    def between(self, column: str, first: date | None, last: date) -> Self:
        """Cases with this day in a period, both ends included."""
        return self.filter(within(column, [(first, last)]))

    def open(self) -> Self:
        return self.filter(finished_on=None)


class StaleCaseQuerySet(models.QuerySet["StaleCase"]):
    def oldest(self, count: int) -> dict[int, list[int]]:
        """Cases to count anew, each with the rows that say so."""
        found: dict[int, list[int]] = {}
        rows = self.order_by("pk").values_list("application_id", "pk")[:count]
        for case, row in rows:
            found.setdefault(case, []).append(row)
        return found


class PublishedFigureQuerySet(models.QuerySet["PublishedFigure"]):
    def touching(self, first: date, last: date) -> Self:
        """Whose period, or whose day, lies at least partly between these days."""
        began = Q(period_from__lte=last) | Q(period_from=None, period_to__lte=last)
        return self.filter(began, period_to__gte=first)
