"""What others printed, beside what we count for the same place and the same days."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q, Sum

from caseflow.centers.models import Agency
from caseflow.indicators.definitions import BY_KEY, PUBLISHED_COUNTS, Figure, figure
from caseflow.indicators.models import PublishedFigure, Tally
from caseflow.indicators.querysets import TallyQuerySet, within
from caseflow.reports.selections import Selection
from caseflow.reports.wording import MEASURES, NAMES


@dataclass(frozen=True, slots=True)
class Printed:
    figure: PublishedFigure
    #: Ours; None where we do not compute such a figure.
    rate: Figure | None
    count: int | None

    @property
    def is_counted(self) -> bool:
        return self.rate is not None or self.count is not None

    @property
    def name(self) -> str:
        key = self.figure.key
        return str(self.rate.definition.name if self.rate else NAMES.get(key, key))

    @property
    def measure(self) -> str:
        measure = self.figure.measure
        return str(MEASURES.get(measure, measure))

    @property
    def source_name(self) -> str:
        return urlsplit(self.figure.source_url).hostname or ""


def printed_beside(selection: Selection) -> list[Printed]:
    places = selection.places
    printed = list(
        PublishedFigure.objects.touching(selection.first, selection.last)
        .filter(unit__in=places.values("pk"))
        .order_by("period_to", "period_from", "key", "pk")
    )
    inside = Q(unit__in=places.values("pk")) | Q(unit__parent__in=places.values("pk"))
    sums = own_sums(printed, Tally.objects.at(Agency.objects.filter(inside).values("pk")))
    return [beside(row, sums.get(row.pk, {})) for row in printed]


def own_sums(
    printed: Sequence[PublishedFigure], tallies: TallyQuerySet
) -> dict[int, dict[str, int]]:
    """All sums in one query: each figure's columns over the days that the figure is about."""
    sums = {
        f"{column}_{row.pk}": Sum(column, filter=within(row.period_from, row.period_to), default=0)
        for row in printed
        for column in columns_of(row.key)
    }
    values = tallies.aggregate(**sums) if sums else {}
    return {
        row.pk: {column: values[f"{column}_{row.pk}"] for column in columns_of(row.key)}
        for row in printed
    }


def columns_of(key: str) -> tuple[str, ...]:
    if key in PUBLISHED_COUNTS:
        return PUBLISHED_COUNTS[key]
    definition = BY_KEY.get(key)
    return (*definition.numerator, *definition.denominator) if definition else ()


def beside(printed: PublishedFigure, sums: dict[str, int]) -> Printed:
    if printed.key in PUBLISHED_COUNTS:
        return Printed(printed, None, sum(sums.values()))
    definition = BY_KEY.get(printed.key)
    return Printed(printed, figure(definition, sums) if definition else None, None)
