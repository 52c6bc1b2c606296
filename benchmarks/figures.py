"""What was measured, held against its floor and its aim, as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->"
HEADINGS = ("What", "Measured", "Lowest to highest", "Floor", "Aim", "", "Medians")


@dataclass(frozen=True, slots=True)
class Goal:
    """What must and what should be reached; an aim below its floor means that less is better."""

    floor: float
    aim: float

    @property
    def less_is_better(self) -> bool:
        return self.aim < self.floor

    def verdict(self, measured: float) -> str:
        if self.reaches(measured, self.aim):
            return "aim met"
        return "ok" if self.reaches(measured, self.floor) else "missed"

    def reaches(self, measured: float, wanted: float) -> bool:
        return measured <= wanted if self.less_is_better else measured >= wanted

    def limit(self, number: float) -> str:
        return f"{'≤' if self.less_is_better else '≥'} {number:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: ratios or a count, the goal it has, and the absolute medians behind it."""

    name: str
    values: Sequence[float]
    goal: Goal | None = None
    medians: str = ""

    def cells(self) -> tuple[str, ...]:
        middle = median(self.values)
        goal = self.goal
        return (
            self.name,
            as_text(middle),
            f"{as_text(min(self.values))} to {as_text(max(self.values))}",
            goal.limit(goal.floor) if goal else "",
            goal.limit(goal.aim) if goal else "",
            goal.verdict(middle) if goal else "",
            self.medians,
        )


def as_text(number: float) -> str:
    """Three digits that say something; a count as it is."""
    return str(number) if isinstance(number, int) else f"{number:.3g}"


def table(figures: Iterable[Figure]) -> str:
    rows = [HEADINGS, *(figure.cells() for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = tuple("-" * width for width in widths)
    lines = [
        "| " + " | ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (HEADINGS, rule, *rows[1:])
    ]
    return "\n".join(lines) + "\n"


def record(text: str, path: Path = README) -> None:
    """Puts the text between the two marks, in place of what stood there."""
    before, _mark, rest = path.read_text().partition(BEGIN)
    _old, mark, after = rest.partition(END)
    if not mark:
        raise LookupError(f"{path.name} has lost its marks {BEGIN.strip()} and {END}")
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")
