"""What others printed, beside what we count for the same place and the same days."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q

from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.definitions import (
    OF_FILES,
    PUBLISHED_AS,
    PUBLISHED_COUNTS,
    Definition,
    Figure,
    figure,
)
from caseflow.indicators.models import PublishedFigure
from caseflow.indicators.querysets import Centers
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
    sums = own_sums(printed, Agency.objects.filter(inside).values("pk"))
    return [beside(row, sums.get(row.pk, {})) for row in printed]


def own_sums(printed: Sequence[PublishedFigure], place: Centers) -> dict[int, dict[str, int]]:
    """Each figure's counters over the days that the figure is about, all in one query."""
    wanted = {
        row.pk: ((row.period_from, row.period_to), names)
        for row in printed
        if (names := counters_of(row.key))
    }
    return reading.totals_over(place, wanted)


def definition_of(key: str) -> Definition | None:
    """Ours for a figure of the press, where counters alone can tell it."""
    key = PUBLISHED_AS.get(key, key)
    return next((definition for definition in OF_FILES if definition.key == key), None)


def counters_of(key: str) -> tuple[str, ...]:
    if key in PUBLISHED_COUNTS:
        return PUBLISHED_COUNTS[key]
    definition = definition_of(key)
    return definition.counts if definition else ()


def beside(printed: PublishedFigure, sums: dict[str, int]) -> Printed:
    if printed.key in PUBLISHED_COUNTS:
        return Printed(printed, None, sum(sums.values()))
    definition = definition_of(printed.key)
    return Printed(printed, figure(definition, sums) if definition else None, None)
