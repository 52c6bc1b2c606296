"""The scorecard of Decision 766: points reached, points lost, and points that nobody can tell.

Each indicator is rounded once and the sums add what is printed, so that a reader can add it up;
reached, lost and open points are always the points at most.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from caseflow.indicators.definitions import Figure, figures
from caseflow.indicators.formulas import Group
from caseflow.indicators.scopes import Scope
from caseflow.scorecards.models import ScoreBand, ScoringRule
from caseflow.scorecards.scoring import NOTHING, points, rounded


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator; without a figure it is not counted here."""

    rule: ScoringRule
    figure: Figure | None
    #: None where there is no figure or nothing to divide by.
    reached: Decimal | None

    @property
    def lost(self) -> Decimal | None:
        return None if self.reached is None else self.rule.most - self.reached

    @property
    def is_scored(self) -> bool:
        return self.rule.most > 0

    @property
    def missed(self) -> int:
        """What the numerator lacks of the denominator."""
        return self.figure.denominator - self.figure.numerator if self.figure else 0


@dataclass(frozen=True, slots=True)
class Sums:
    most: Decimal
    reached: Decimal
    lost: Decimal

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Sums":
        found = list(lines)
        return cls(
            most=sum((line.rule.most for line in found), NOTHING),
            reached=sum((line.reached or NOTHING for line in found), NOTHING),
            lost=sum((line.lost or NOTHING for line in found), NOTHING),
        )

    @property
    def open(self) -> Decimal:
        """Of indicators that are not counted here, or that nothing happened for."""
        return self.most - self.reached - self.lost

    @property
    def until_reached(self) -> Decimal:
        """How far the bar of a card is filled, in percent; then come the lost points."""
        return self.part(self.reached)

    @property
    def until_lost(self) -> Decimal:
        return self.part(self.reached + self.lost)

    def part(self, points: Decimal) -> Decimal:
        return rounded(Fraction(points) * 100 / Fraction(self.most)) if self.most else NOTHING

    @property
    def ceiling(self) -> Decimal:
        """What the total is at most, should every open point be reached."""
        return self.reached + self.open


@dataclass(frozen=True, slots=True)
class Block:
    group: Group
    lines: list[Line]
    sums: Sums


@dataclass(frozen=True, slots=True)
class Card:
    #: Of the rules; another than was asked where that year has none yet.
    year: int
    lines: list[Line]
    sums: Sums
    #: What the total is called without the open points, and with all of them.
    at_least: ScoreBand | None
    at_most: ScoreBand | None

    @property
    def blocks(self) -> list[Block]:
        """Only groups that have rules, in the order of the decision."""
        by_group = {
            group: [one for one in self.lines if one.rule.group == group] for group in Group
        }
        return [Block(group, found, Sums.of(found)) for group, found in by_group.items() if found]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules and bands of a year, read once for however many cards."""

    rules: Sequence[ScoringRule]
    bands: Sequence[ScoreBand]

    @classmethod
    def of_year(cls, year: int) -> "Rulebook":
        rules = list(ScoringRule.objects.of_year(year).order_by("indicator"))
        return cls(rules, list(ScoreBand.objects.of_year(year).order_by("-lowest")))

    @property
    def year(self) -> int:
        return self.rules[0].year if self.rules else 0

    def band(self, total: Decimal) -> ScoreBand | None:
        return next((band for band in self.bands if total >= band.lowest), None)

    def card(self, found: Iterable[Figure]) -> Card:
        by_key = {figure.definition.key: figure for figure in found}
        lines = [line(rule, by_key) for rule in self.rules]
        sums = Sums.of(lines)
        return Card(self.year, lines, sums, self.band(sums.reached), self.band(sums.ceiling))


def card(scope: Scope, first: date, last: date) -> Card:
    """Of these centres over these days, by the rules of the year in which the period ends."""
    return Rulebook.of_year(last.year).card(figures(scope, first, last))


def line(rule: ScoringRule, by_key: Mapping[str, Figure]) -> Line:
    figure = by_key.get(rule.key)
    if figure is None:
        return Line(rule, None, None)
    reached = points(figure.numerator, figure.denominator, most=rule.most, threshold=rule.threshold)
    return Line(rule, figure, reached)
