"""Procedures, centres and officers beside each other: how much, how much of it late, how fast."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from caseflow.centers.models import Agency
from caseflow.indicators.definitions import BY_KEY, Figure, figure
from caseflow.indicators.durations import Bins
from caseflow.reports.times.speeds import Speed
from procedures.models import Procedure

Totals = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counted:
    pk: int
    code: str
    name: str
    totals: Totals

    @property
    def on_time(self) -> Figure:
        return figure(BY_KEY["on_time_rate"], self.totals)

    def timed(self, bins: Mapping[int, Bins]) -> "Line":
        speed = Speed.of(bins.get(self.pk, {}))
        return Line(self.pk, self.code, self.name, self.totals, speed)


@dataclass(frozen=True, slots=True)
class Line(Counted):
    speed: Speed


def counted(
    model: type[Procedure | Agency],
    totals_by: Mapping[int, Totals],
    among: Collection[int] | None = None,
) -> list[Counted]:
    """All of them or these, in the order of their keys."""
    # Thousands of keys in a query cost more than all the names.
    rows = model.objects.all() if among is None else model.objects.filter(pk__in=among)
    names = rows.order_by("pk").values_list("pk", "code", "name")
    return [Counted(pk, code, name, totals_by[pk]) for pk, code, name in names if pk in totals_by]
