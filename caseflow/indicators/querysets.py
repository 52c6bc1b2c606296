from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Q, Sum

from caseflow.applications.states import Clock

if TYPE_CHECKING:
    from caseflow.indicators.models import (  # noqa: F401 (mypy reads the quoted names)
        Credit,
        DurationBin,
        PublishedFigure,
        StaleDay,
        Tally,
    )

#: A day at a centre: what is counted as a whole.
Group = tuple[date, int]
#: Centres by key, or a query for them.
Centers = Collection[int] | models.QuerySet[Any]

Row = TypeVar("Row", bound=models.Model)


def within(first: date | None, last: date) -> Q:
    """Both days included; without a first day, all that was ever counted until the last."""
    return Q(day__lte=last) & (Q(day__gte=first) if first else Q())


class CountQuerySet(models.QuerySet[Row]):
    def between(self, first: date | None, last: date) -> Self:
        return self.filter(within(first, last))

    def at(self, centers: Centers) -> Self:
        return self.filter(center__in=centers)

    def of_procedure(self, procedure_id: int) -> Self:
        return self.filter(procedure=procedure_id)

    def around(self, groups: Collection[Group]) -> Self:
        """All of these groups, and others of the same days and centres."""
        days, centers = {day for day, _center in groups}, {center for _day, center in groups}
        return self.filter(day__in=days, center__in=centers)


class TallyQuerySet(CountQuerySet["Tally"]):
    def totals(self, *counters: str) -> dict[str, int]:
        return self.aggregate(**{name: Sum(name, default=0) for name in counters})

    def totals_by(self, field: str, *counters: str) -> dict[int, dict[str, int]]:
        """One dictionary of totals for each value of `field`."""
        rows = self.order_by().values(field)
        sums = rows.annotate(**{f"sum_{name}": Sum(name) for name in counters})
        return {
            row[field]: {name: row[f"sum_{name}"] for name in counters} for row in sums.iterator()
        }


class DurationBinQuerySet(CountQuerySet["DurationBin"]):
    def of_clock(self, clock: Clock) -> Self:
        return self.filter(clock=clock)

    def bins(self) -> dict[int, int]:
        sums = self.order_by().values_list("bin").annotate(total=Sum("count"))
        return dict(sums)

    def bins_by(self, field: str) -> dict[int, dict[int, int]]:
        """The bins of each value of `field`; together they are `bins()`."""
        found: dict[int, dict[int, int]] = {}
        sums = self.order_by().values_list(field, "bin").annotate(total=Sum("count"))
        for value, place, total in sums.iterator():
            found.setdefault(value, {})[place] = total
        return found


class CreditQuerySet(CountQuerySet["Credit"]):
    def parts(self) -> dict[str, int]:
        return dict(self.order_by().values_list("part").annotate(total=Sum("count")))


class StaleDayQuerySet(models.QuerySet["StaleDay"]):
    def oldest_groups(self, count: int) -> dict[Group, list[int]]:
        """Groups to recount, each with the rows that say so."""
        groups = self.values_list("day", "center").annotate(rows=ArrayAgg("pk"))
        oldest = groups.order_by("day", "center")[:count]
        return {(day, center): rows for day, center, rows in oldest}


class PublishedFigureQuerySet(models.QuerySet["PublishedFigure"]):
    def touching(self, first: date, last: date) -> Self:
        """Whose period, or whose day, lies at least partly between these days."""
        began = Q(period_from__lte=last) | Q(period_from=None, period_to__lte=last)
        return self.filter(began, period_to__gte=first)
