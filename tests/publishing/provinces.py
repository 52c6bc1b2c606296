"""A small province's quarter as it is published, told late and corrected, and all that it tells.

Its files are thrown by lot over months, communes and procedures. The publications are those of the
product; what an outsider learns is read from their contents.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from random import Random
from typing import Any

from caseflow.publishing.composing import Composed, Kept, Limits, Occasion, composed, narrowed
from caseflow.publishing.counting import Counted, Line, Named
from caseflow.publishing.ladders import (
    COUNTERS,
    LADDERS,
    RATING_COUNTERS,
    Counts,
    ratings_with_remainders,
    with_remainders,
)
from caseflow.publishing.periods import Period, period_of
from caseflow.sealing.models import Seal
from tests.publishing.attacker import Cell, Knowledge, parts_of

QUARTER = period_of("2025-Q3")
MONTHS = tuple(QUARTER.months)
LADDER_OF = {name: ladder for ladder in LADDERS for name in ladder.told(ladder.top)}
LEAVES = tuple(leaf for ladder in LADDERS for leaf in parts_of(ladder, ladder.count))
NO_RATINGS = ratings_with_remainders(dict.fromkeys(RATING_COUNTERS, 0))
SEAL = Seal(number=1, day=date(2025, 10, 1), digest="0" * 64)


@dataclass(frozen=True)
class Province:
    """How many files there are of each kind, by month, commune, procedure and finest count."""

    dice: Random
    least: int
    files: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    @property
    def communes(self) -> list[str]:
        return sorted({commune for _month, commune, _procedure, _leaf in self.files})

    @property
    def procedures(self) -> list[str]:
        return sorted({procedure for _month, _commune, procedure, _leaf in self.files})

    def count(self, name: str, **where: Iterable[str]) -> int:
        return sum(self.files[cell] for cell in self.cells(name, **where))

    def cells(
        self,
        name: str,
        *,
        months: Iterable[str] = (),
        communes: Iterable[str] = (),
        procedures: Iterable[str] = (),
    ) -> Iterator[tuple[str, str, str, str]]:
        """Without a choice all there are."""
        parts = parts_of(LADDER_OF[name], name)
        chosen = months or [month.code for month in MONTHS]
        return product(chosen, communes or self.communes, procedures or self.procedures, parts)


def a_province(dice: Random) -> Province:
    """Skewed as communes and procedures are: a few large, many small, some without files; and
    months in which next to nothing happened."""
    found = Province(dice, least=dice.randint(2, 10))
    rest = {month: dice.choice([0.02, 0.4, 0.6, 0.6]) for month in MONTHS}
    communes = {f"commune-{n}": dice.choice([0, 1, 4, 12]) for n in range(dice.randint(2, 5))}
    procedures = {f"procedure-{n}": dice.choice([0, 1, 2, 6]) for n in range(dice.randint(2, 4))}
    for month, (commune, many), (procedure, often) in product(
        MONTHS, communes.items(), procedures.items()
    ):
        for leaf in LEAVES:
            size = many * often if dice.random() < rest[month] else 0
            found.files[month.code, commune, procedure, leaf] = dice.randint(0, size)
    return found


def told_late(before: Province, month: Period) -> Province:
    """The same with a few files more and fewer in one month, as late deeds make of it."""
    files = Counter(before.files)
    some = [cell for cell in files if cell[0] == month.code]
    for cell in before.dice.sample(some, k=min(3, len(some))):
        files[cell] = max(0, files[cell] + before.dice.randint(-2, before.least))
    return Province(before.dice, before.least, files)


def line(province: Province, code: str, **where: Iterable[str]) -> Line:
    counts = with_remainders({name: province.count(name, **where) for name in COUNTERS})
    return Line(Named(code, code, ""), counts, {})


def published(province: Province, period: Period, limits: Limits) -> Composed:
    if period == QUARTER:
        months, key, codes = [one.code for one in MONTHS], "procedures", province.procedures
    else:
        months, key, codes = [period.code], "communes", province.communes
    lines = [line(province, code, months=months, **{key: [code]}) for code in codes]
    occasion = Occasion(period=period, seal=SEAL, least=province.least, limits=limits)
    return composed(Counted(line(province, "", months=months), lines, NO_RATINGS), occasion)


def limits_of_quarter(province: Province, kept: Iterable[Kept]) -> Limits:
    totals: list[Counts] = [
        {**NO_RATINGS, **line(province, "", months=[month.code]).counts} for month in MONTHS
    ]
    return narrowed({}, zip(kept, totals, strict=True), province.least)


@dataclass(frozen=True)
class Outsider:
    """Reads contents; told which month was told anew, it takes the others for unchanged."""

    province: Province
    changed: str
    known: Knowledge = field(default_factory=Knowledge)

    def reads(self, content: dict[str, Any], *, late: bool) -> None:
        for said in (content["total"], *content["lines"]):
            for name in COUNTERS:
                if said[name] is not None:
                    self.known.learn(self.cells(name, content, said["code"], late), said[name])

    def cells(self, name: str, content: dict[str, Any], code: str, late: bool) -> list[Cell]:
        period = Period(content["kind"], content["from"])
        if period == QUARTER:
            where = {"procedures": [code]} if code else {}
        else:
            where = {"months": [period.code]} | ({"communes": [code]} if code else {})
        return self.as_of(self.province.cells(name, **where), late=late)

    def as_of(self, cells: Iterable[tuple[str, str, str, str]], *, late: bool) -> list[Cell]:
        """A cell of the changed month is another number afterwards."""
        return [(*cell, late and cell[0] == self.changed) for cell in cells]

    def targets(self) -> dict[tuple[str, str], list[Cell]]:
        """Each count by month, commune and procedure, and by month and commune at once."""
        months = [month.code for month in MONTHS]
        communes, procedures = self.province.communes, self.province.procedures
        places = [
            *({"months": [month]} for month in months),
            *({"communes": [commune]} for commune in communes),
            *({"procedures": [procedure]} for procedure in procedures),
            *({"months": [m], "communes": [c]} for m, c in product(months, communes)),
            *({"months": [m], "procedures": [p]} for m, p in product(months, procedures)),
            *(
                {"months": [m], "communes": [c], "procedures": [p]}
                for m, c, p in product(months, communes, procedures)
            ),
        ]
        return {
            (f"{said_of(where)} {'after' if late else 'before'}", name): self.as_of(
                self.province.cells(name, **where), late=late
            )
            for where, name, late in product(places, LADDER_OF, (False, True))
            if not late or self.changed in where.get("months", months)
        }


def said_of(where: dict[str, list[str]]) -> str:
    return ", ".join(code for (code,) in where.values())


def after_a_quarter(dice: Random) -> Outsider:
    """Three months, then late deeds in one of them, the quarter, and that month once more."""
    first, month = a_province(dice), dice.choice(MONTHS)
    months = [published(first, one, {}) for one in MONTHS]
    late = told_late(first, month)
    kept = [one.kept for one in months]
    quarter = published(late, QUARTER, limits_of_quarter(late, kept))
    again = published(late, month, kept[MONTHS.index(month)])
    reader = Outsider(first, month.code)
    reader.known.row(reader.as_of(first.files, late=False))
    reader.known.row(reader.as_of(first.files, late=True))
    for one in months:
        reader.reads(one.content, late=False)
    for one in (quarter, again):
        reader.reads(one.content, late=True)
    return reader
