"""What the press and other provinces printed, beside what we count for the same days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from caseflow.centers.models import AdministrativeUnit, Agency
from caseflow.centers.querysets import AdministrativeUnitQuerySet
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
from caseflow.indicators.reading import Totals
from caseflow.scorecards.counts import scope_of_unit
from caseflow.scorecards.wording import MEASURES, name_of

BY_KEY = {definition.key: definition for definition in OF_FILES}
ORDER = ("place", "period_to", "period_from", "pk")


@dataclass(frozen=True, slots=True)
class Printed:
    figure: PublishedFigure
    #: Ours for the same days; None where we do not compute such a figure.
    rate: Figure | None
    count: int | None
    #: Whether ours is about the same place; else it is our province's.
    is_ours: bool = True
    #: Others that were printed for the same place and year and say something else.
    contradicted_by: Sequence[PublishedFigure] = ()

    @property
    def is_counted(self) -> bool:
        return self.rate is not None or self.count is not None

    @property
    def is_contradicted(self) -> bool:
        return bool(self.contradicted_by)

    @property
    def name(self) -> str:
        return str(self.rate.definition.name) if self.rate else name_of(self.figure.key)

    @property
    def measure(self) -> str:
        return str(MEASURES.get(self.figure.measure, self.figure.measure))

    @property
    def period(self) -> str:
        last = date_format(self.figure.period_to, "d/m/Y")
        if self.figure.period_from is None:
            return _("as of %(day)s") % {"day": last}
        return f"{date_format(self.figure.period_from, 'd/m/Y')} – {last}"

    @property
    def source_name(self) -> str:
        return urlsplit(self.figure.source_url).hostname or ""

    @property
    def difference(self) -> Decimal | None:
        """The printed rate less our own, where both are about the same place."""
        if not self.is_ours or self.rate is None or self.rate.rate is None:
            return None
        return self.figure.value - self.rate.rate


@dataclass(frozen=True, slots=True)
class Topic:
    """One figure, and all that was printed of it."""

    key: str
    name: str
    definition: Definition | None
    printed: list[Printed]

    @property
    def is_counted(self) -> bool:
        return any(one.is_counted for one in self.printed)

    @property
    def is_contradicted(self) -> bool:
        return any(one.is_contradicted for one in self.printed)


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank that somebody else gave; it cannot be computed here."""

    name: str
    place: str
    rank: int
    measure: str
    day: date
    source_url: str


def printed_beside(places: AdministrativeUnitQuerySet, first: date, last: date) -> list[Printed]:
    """Of these places and days, each beside our own count of them."""
    rows = list(
        PublishedFigure.objects.touching(first, last)
        .filter(unit__in=places.values("pk"))
        .order_by("period_to", "period_from", "key", "pk")
    )
    inside = Q(unit__in=places.values("pk")) | Q(unit__parent__in=places.values("pk"))
    sums = own_sums(rows, Agency.objects.filter(inside).values("pk"))
    return [beside(row, sums.get(row.pk, {})) for row in rows]


def topics(province: AdministrativeUnit | None) -> list[Topic]:
    """Figures that we count first; every place of ours costs one question, not every figure."""
    rows = list(PublishedFigure.objects.select_related("unit").order_by("key", *ORDER))
    sums = sums_by_place(rows, province)
    others = contradicting(rows)
    found = []
    for key, group in groupby(rows, key=lambda row: row.key):
        printed = [
            replace(
                beside(row, sums.get(row.pk, {})),
                is_ours=is_ours(row, province),
                contradicted_by=others.get(row.pk, ()),
            )
            for row in group
        ]
        found.append(Topic(key, name_of(key), definition_of(key), printed))
    return sorted(found, key=lambda topic: (not topic.is_counted, topic.name))


def sums_by_place(
    rows: Iterable[PublishedFigure], province: AdministrativeUnit | None
) -> dict[int, Totals]:
    """What is not about a place of ours stands beside our province."""
    if province is None:
        return {}
    by_unit: dict[AdministrativeUnit, list[PublishedFigure]] = {}
    for row in rows:
        ours = row.unit if row.unit and is_ours(row, province) else province
        by_unit.setdefault(ours, []).append(row)
    found: dict[int, Totals] = {}
    for unit, group in by_unit.items():
        found |= own_sums(group, scope_of_unit(unit).centers)
    return found


def is_ours(row: PublishedFigure, province: AdministrativeUnit | None) -> bool:
    """The province, or one of its communes."""
    if province is None or row.unit is None:
        return False
    return province.pk in (row.unit.pk, row.unit.parent_id)


def own_sums(rows: Iterable[PublishedFigure], place: Centers) -> dict[int, Totals]:
    """Each figure's counters over the days that the figure is about, all in one query."""
    wanted = {
        row.pk: ((row.period_from, row.period_to), names)
        for row in rows
        if (names := counters_of(row.key))
    }
    return reading.totals_over(place, wanted)


def definition_of(key: str) -> Definition | None:
    """Ours for a figure of the press, where counters alone can tell it."""
    return BY_KEY.get(PUBLISHED_AS.get(key, key))


def counters_of(key: str) -> tuple[str, ...]:
    if key in PUBLISHED_COUNTS:
        return PUBLISHED_COUNTS[key]
    definition = definition_of(key)
    return definition.counts if definition else ()


def beside(row: PublishedFigure, sums: Mapping[str, int]) -> Printed:
    """Without sums there is nothing of ours to stand beside it."""
    definition = definition_of(row.key)
    if not sums:
        return Printed(row, None, None)
    if row.key in PUBLISHED_COUNTS:
        return Printed(row, None, sum(sums.values()))
    return Printed(row, figure(definition, sums) if definition else None, None)


def contradicting(rows: Iterable[PublishedFigure]) -> dict[int, list[PublishedFigure]]:
    """For each row the others of the same figure, place and year that have another value."""
    same: dict[tuple[str, str, int], list[PublishedFigure]] = {}
    for row in rows:
        same.setdefault((row.key, row.place, row.period_to.year), []).append(row)
    return {
        row.pk: others
        for group in same.values()
        for row in group
        if (others := [one for one in group if one.value != row.value])
    }


def ranks() -> list[Rank]:
    """The latest first."""
    rows = PublishedFigure.objects.filter(key__endswith="_rank").order_by("-period_to", "key", "pk")
    return [
        Rank(
            name_of(row.key),
            row.place,
            int(row.value),
            str(MEASURES.get(row.measure, row.measure)),
            row.period_to,
            row.source_url,
        )
        for row in rows
    ]
