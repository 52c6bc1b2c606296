"""Every figure of a place and a period, from the totals that its definition names."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from caseflow.centers.states import Level
from caseflow.indicators import reading
from caseflow.indicators.cataloguing import CONDITIONS, catalogue
from caseflow.indicators.counters import NAMES
from caseflow.indicators.formulas import (
    DEFINITIONS,
    PROCEDURES,
    Definition,
    Figure,
    counter_and_catalogue,
    figure,
    percent,
)
from caseflow.indicators.models import Role
from caseflow.indicators.reading import Place, Totals
from caseflow.indicators.scopes import Scope

BY_KEY = {definition.key: definition for definition in DEFINITIONS}
#: Definitions that need nothing but counters: they can be told of any totals.
OF_FILES = tuple(
    definition
    for definition in DEFINITIONS
    if not any(name.startswith((PROCEDURES, "catalogue", "open_")) for name in definition.counts)
)
#: Counts of procedures by what their files were counted for.
OF_PROCEDURES = tuple(
    dict.fromkeys(
        name
        for definition in DEFINITIONS
        for name in definition.counts
        if name.startswith(PROCEDURES)
    )
)
#: The counters that these ask of each procedure.
TOLD_BY_PROCEDURE = tuple(dict.fromkeys(counter_and_catalogue(name)[0] for name in OF_PROCEDURES))
AT_THE_END = frozenset({"open_at_end", "open_late_at_end", "open_in_time_at_end"})
#: Counts that the press prints, and what they are here.
PUBLISHED_COUNTS = {"applications_received": ("filed",)}
#: Rates that the press calls otherwise.
PUBLISHED_AS = {
    "data_reuse_rate": "reuse_rate",
    "online_payment_rate": "payment_online_rate",
    "online_payment_service_rate": "payment_procedures_rate",
}

__all__ = [
    "BY_KEY",
    "DEFINITIONS",
    "OF_FILES",
    "PUBLISHED_AS",
    "PUBLISHED_COUNTS",
    "Definition",
    "Figure",
    "besides_counters",
    "figure",
    "figures",
    "figures_from",
    "percent",
    "shares",
]


@dataclass(frozen=True, slots=True)
class Shares:
    """What the offices of a place did for files that others received; never added to `filed`."""

    decided: int
    returned: int


def shares(place: Place, first: date, last: date) -> Shares:
    place = reading.settled(place)
    decided, returned = ("finished_decided_elsewhere",), ("returned_elsewhere",)
    by_deciding = reading.totals(place, first, last, role=Role.DECIDING, names=decided)
    by_returning = reading.totals(place, first, last, role=Role.RETURNING, names=returned)
    return Shares(*by_deciding.values(), *by_returning.values())


def figures(
    place: Place,
    first: date,
    last: date,
    *,
    procedure: int | None = None,
    definitions: Collection[Definition] = DEFINITIONS,
) -> list[Figure]:
    """These definitions for a place; both days count."""
    names = {name for definition in definitions for name in definition.counts}
    totals = named(names, place, first, last, procedure=procedure)
    return figures_from(totals, definitions)


def figures_from(
    totals: Mapping[str, int], definitions: Iterable[Definition] = OF_FILES
) -> list[Figure]:
    """Without other word the definitions that need nothing but counters."""
    return [figure(definition, totals) for definition in definitions]


def besides_counters(
    place: Place,
    first: date,
    last: date,
    *,
    procedure: int | None,
    by_procedure: Mapping[int, Mapping[str, int]],
) -> Totals:
    """All other totals that definitions name; `by_procedure` has those of `TOLD_BY_PROCEDURE`."""
    names = {name for definition in DEFINITIONS for name in definition.counts}.difference(NAMES)
    return named(names, place, first, last, procedure=procedure, by_procedure=by_procedure)


def named(
    names: Collection[str],
    place: Place,
    first: date,
    last: date,
    *,
    procedure: int | None,
    by_procedure: Mapping[int, Mapping[str, int]] | None = None,
) -> Totals:
    """Totals as definitions name them: counters, procedures they counted, the catalogue."""
    level = Level.COMMUNE if isinstance(place, Scope) and place.level == Level.COMMUNE else ""
    where, found = reading.settled(place), dict[str, int]()
    if counters := [name for name in NAMES if name in names]:
        found |= reading.totals(where, first, last, procedure=procedure, names=counters)
    if not AT_THE_END.isdisjoint(names):
        found |= at_the_end(where, last, procedure=procedure)
    of_procedures = [name for name in OF_PROCEDURES if name in names]
    offered = catalogue(among(names, of_procedures), level=level)
    counts = {name: procedures for name, procedures in offered.items() if name in names}
    if of_procedures:
        if by_procedure is None:
            by_procedure = reading.totals_by_procedure(
                where, first, last, procedure=procedure, names=TOLD_BY_PROCEDURE
            )
        counts |= {name: procedures_of(name, by_procedure, offered) for name in of_procedures}
    return found | {name: len(procedures) for name, procedures in counts.items()}


def at_the_end(place: Place, day: date, *, procedure: int | None) -> Totals:
    found = reading.at_the_end(place, day, procedure=procedure)
    in_time = found["open_at_end"] - found["open_late_at_end"]
    return found | {"open_in_time_at_end": in_time}


def among(names: Collection[str], of_procedures: Iterable[str]) -> list[str]:
    """The counts of the catalogue that are asked for, or among whose procedures others are."""
    needed = {*names, *(counter_and_catalogue(name)[1] for name in of_procedures)}
    return [name for name in CONDITIONS if name in needed]


def procedures_of(
    name: str, by_procedure: Mapping[int, Mapping[str, int]], offered: Mapping[str, set[int]]
) -> set[int]:
    counter, count = counter_and_catalogue(name)
    found = {procedure for procedure, totals in by_procedure.items() if totals[counter]}
    return found & offered[count] if count else found
