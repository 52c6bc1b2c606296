"""What scorecards ask of the count, through its one door, by place and period."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from caseflow.applications.states import Channel
from caseflow.centers.models import AdministrativeUnit, Agency
from caseflow.indicators import reading
from caseflow.indicators.counters import NAMES
from caseflow.indicators.definitions import (
    BY_KEY,
    OF_FILES,
    Figure,
    figure,
    figures,
    figures_from,
)
from caseflow.indicators.measures import Measure
from caseflow.indicators.reading import Bins, Totals
from caseflow.indicators.scopes import Scope

#: What can be told of all communes at once.
OF_COMMUNES = {definition.key: definition for definition in OF_FILES}
FILED = {channel: f"filed_{channel}" for channel in Channel}


def scope_of_unit(unit: AdministrativeUnit) -> Scope:
    """A province with its communes, or a commune."""
    inside = Agency.objects.filter(unit=unit) | Agency.objects.filter(unit__parent=unit)
    return Scope(unit.name, inside.values("pk"), unit.level)


def totals_by_commune(
    communes: Iterable[AdministrativeUnit],
    first: date,
    last: date,
    *,
    names: Collection[str] = NAMES,
) -> dict[int, Totals]:
    """Of each commune in which anything was counted, by its key; one question."""
    home = dict(Agency.objects.filter(unit__in=communes).values_list("pk", "unit"))
    sums: dict[int, Totals] = {}
    found = reading.totals_by_center(list(home), first, last, names=names)
    for center, totals in found.items():
        unit = home[center]
        sums[unit] = reading.added([sums[unit], totals]) if unit in sums else totals
    return sums


def figures_by_commune(
    communes: Iterable[AdministrativeUnit], first: date, last: date, *, keys: Iterable[str]
) -> dict[int, list[Figure]]:
    """The figures of these keys that counters alone tell, of communes where anything was counted;
    what counts procedures is asked of one place at a time."""
    definitions = [OF_COMMUNES[key] for key in dict.fromkeys(keys) if key in OF_COMMUNES]
    counts = (name for definition in definitions for name in definition.counts)
    names = tuple(dict.fromkeys(counts))
    found = totals_by_commune(communes, first, last, names=names) if names else {}
    return {unit: figures_from(totals, definitions) for unit, totals in found.items()}


def figure_by_month(scope: Scope, key: str, first: date, last: date) -> dict[date, Figure]:
    """Of each month in which anything was counted, by its first day."""
    definition = BY_KEY[key]
    found = reading.totals_by_month(scope, first, last, names=definition.counts)
    return {month: figure(definition, totals) for month, totals in found.items()}


def figure_of(scope: Scope, key: str, first: date, last: date) -> Figure | None:
    """None for what has no definition here."""
    if key not in BY_KEY:
        return None
    return figures(scope, first, last, definitions=[BY_KEY[key]])[0]


def found_in(found: Iterable[Figure], key: str) -> Figure | None:
    return next((figure for figure in found if figure.definition.key == key), None)


def agency_bins(scope: Scope, first: date, last: date) -> Mapping[int, Bins]:
    """Of each procedure, by the days on which handling ended."""
    return reading.bins_by_procedure(Measure.AGENCY, scope, first, last)


def filed_by_channel(scope: Scope, first: date, last: date) -> dict[int, dict[Channel, int]]:
    """Of each procedure, by the days of filing."""
    found = reading.totals_by_procedure(scope, first, last, names=tuple(FILED.values()))
    return {
        procedure: {channel: totals[column] for channel, column in FILED.items()}
        for procedure, totals in found.items()
    }


def is_counted(unit: AdministrativeUnit, first: date, last: date) -> bool:
    found = reading.totals(scope_of_unit(unit), first, last, names=("filed", "finished"))
    return any(found.values())
