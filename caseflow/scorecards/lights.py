"""Traffic lights of Resolution 57: what a commune has to reach, what was found, and by which proof.

A criterion with a figure is decided by the count; no form can say otherwise. The others are
assessed by somebody, with evidence, and every assessment stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from caseflow.centers.models import AdministrativeUnit
from caseflow.centers.states import Level
from caseflow.indicators.definitions import Figure, figures
from caseflow.scorecards import counts
from caseflow.scorecards.models import Assessment, Criterion, LightRule
from caseflow.scorecards.states import Finding, Light

Found = Mapping[int, Mapping[int, Sequence[Figure]]]
Assessed = Mapping[tuple[int, int], Assessment]
SIGNS = {
    Finding.MET: "✓",
    Finding.MISSED: "✗",
    Finding.NOT_APPLICABLE: "–",
    Finding.UNKNOWN: "?",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """How a unit stands in one criterion, and why."""

    criterion: Criterion
    finding: Finding
    figure: Figure | None = None
    assessment: Assessment | None = None

    @property
    def sign(self) -> str:
        return SIGNS[self.finding]


@dataclass(frozen=True, slots=True)
class Row:
    unit: AdministrativeUnit
    light: Light
    marks: list[Mark]

    @property
    def met(self) -> int:
        return sum(mark.finding == Finding.MET for mark in self.marks)

    @property
    def applicable(self) -> int:
        return sum(mark.finding != Finding.NOT_APPLICABLE for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Board:
    """All units of a level on a day."""

    day: date
    rule: LightRule | None
    criteria: list[Criterion]
    rows: list[Row]

    def count(self, light: Light) -> int:
        return sum(row.light == light for row in self.rows)

    @property
    def counts(self) -> list[tuple[Light, int]]:
        return [(light, self.count(light)) for light in Light]


def board(units: Sequence[AdministrativeUnit], level: Level, *, day: date) -> Board:
    """The costs are those of the criteria, whatever the number of units and files."""
    criteria = list(Criterion.objects.in_force(day).filter(level=level))
    rule = rule_on(day)
    keys = {criterion.key for criterion in criteria}
    found = {days: figures_on(units, level, days, day, keys) for days in days_of(criteria)}
    assessed = assessments(criteria, units, day)
    rows = []
    for unit in units:
        marks = [mark(criterion, unit, found, assessed) for criterion in criteria]
        rows.append(Row(unit, light([one.finding for one in marks], rule), marks))
    return Board(day, rule, criteria, rows)


def rule_on(day: date) -> LightRule | None:
    return LightRule.objects.filter(valid_from__lte=day).order_by("-valid_from").first()


def days_of(criteria: Iterable[Criterion]) -> set[int]:
    return {criterion.days for criterion in criteria if criterion.key}


def figures_on(
    units: Sequence[AdministrativeUnit], level: Level, days: int, day: date, keys: Iterable[str]
) -> dict[int, list[Figure]]:
    first = day - timedelta(days=days - 1)
    if level == Level.COMMUNE:
        return counts.figures_by_commune(units, first, day, keys=keys)
    return {unit.pk: figures(counts.scope_of_unit(unit), first, day) for unit in units}


def assessments(
    criteria: Sequence[Criterion], units: Sequence[AdministrativeUnit], day: date
) -> dict[tuple[int, int], Assessment]:
    rows = Assessment.objects.filter(criterion__in=criteria, unit__in=units).in_force(day)
    return {(row.criterion_id, row.unit_id): row for row in rows.select_related("recorded_by")}


def mark(criterion: Criterion, unit: AdministrativeUnit, found: Found, assessed: Assessed) -> Mark:
    if criterion.key:
        figure = counts.found_in(found[criterion.days].get(unit.pk, ()), criterion.key)
        return Mark(criterion, by_count(figure, criterion.least), figure=figure)
    row = assessed.get((criterion.pk, unit.pk))
    return Mark(criterion, Finding(row.finding) if row else Finding.UNKNOWN, assessment=row)


def by_count(figure: Figure | None, least: Decimal | None) -> Finding:
    """What nothing happened for does not apply; the counts decide, not the rounded rate."""
    if figure is None or not figure.denominator or least is None:
        return Finding.NOT_APPLICABLE
    reached = Fraction(100 * figure.numerator, figure.denominator)
    return Finding.MET if reached >= Fraction(least) else Finding.MISSED


def light(findings: Sequence[Finding], rule: LightRule | None) -> Light:
    """By the share of the criteria that apply; what nobody assessed is not met."""
    applicable = [one for one in findings if one != Finding.NOT_APPLICABLE]
    if rule is None or all(one == Finding.UNKNOWN for one in applicable):
        return Light.UNKNOWN
    met = Fraction(100 * sum(one == Finding.MET for one in applicable), len(applicable))
    if met >= Fraction(rule.green_from):
        return Light.GREEN
    return Light.YELLOW if met >= Fraction(rule.yellow_from) else Light.RED
