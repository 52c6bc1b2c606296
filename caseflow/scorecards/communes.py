"""Communes beside each other: their cards, and who comes before whom."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from caseflow.centers.models import AdministrativeUnit
from caseflow.indicators.definitions import Figure
from caseflow.scorecards import counts
from caseflow.scorecards.cards import Card, Rulebook


@dataclass(frozen=True, slots=True)
class Ranked:
    #: 0 where there is nothing to be ranked by. Equals share a rank; the next one is left free.
    rank: int
    unit: AdministrativeUnit
    card: Card
    #: What is ranked by; None where points are.
    figure: Figure | None


def ranked(
    communes: Sequence[AdministrativeUnit], first: date, last: date, *, key: str = ""
) -> list[Ranked]:
    """By the points of the card, or by one rate; communes without any count come last."""
    rulebook = Rulebook.of_year(last.year)
    keys = [key, *(rule.key for rule in rulebook.rules)]
    found = counts.figures_by_commune(communes, first, last, keys=keys)
    rows = []
    for unit in communes:
        figures = found.get(unit.pk, [])
        figure = counts.found_in(figures, key)
        rows.append((unit, rulebook.card(figures), figure))
    value = by_rate if key else by_points
    places = ranks([value(card, figure) for _unit, card, figure in rows])
    lines = [Ranked(place, *row) for place, row in zip(places, rows, strict=True)]
    return sorted(lines, key=lambda line: (not line.rank, line.rank))


Value = Callable[[Card, Figure | None], Fraction | None]


def by_points(card: Card, _figure: Figure | None) -> Fraction | None:
    """Where every point is open there is nothing to rank."""
    return None if card.sums.open == card.sums.most else Fraction(card.sums.reached)


def by_rate(_card: Card, figure: Figure | None) -> Fraction | None:
    if figure is None or not figure.denominator:
        return None
    return Fraction(figure.numerator, figure.denominator)


def ranks(values: Iterable[Fraction | None]) -> list[int]:
    """1 for the greatest, equals alike; 0 where there is no value."""
    found = list(values)
    known = sorted((value for value in found if value is not None), reverse=True)
    places: dict[Fraction, int] = {}
    for place, value in enumerate(known, start=1):
        places.setdefault(value, place)
    return [0 if value is None else places[value] for value in found]
