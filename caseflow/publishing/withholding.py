"""What has to be left out so that no small count can be had, not even by subtraction; pure.

Every table here is a list of lines that add up to a total everybody knows. A line is told up to
one of the rungs of its ladder. Lines that stand on the same rung below the highest form a group;
what they keep to themselves is known as a sum, because it is the total less what is told. So a
group is safe when, of everything its lines keep to themselves, the sum is zero or large, and no
line of the group fills the sum alone. Then by the bounds of Fréchet, which are exact for a table
with known margins, each count in it may still differ by the least count or more, or is surely
zero or no small count (docs/decisions/0015).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caseflow.publishing.ladders import Counts, Ladder

Lines = Mapping[str, Counts]
Rungs = dict[str, int]


def is_small(count: int, least: int) -> bool:
    return 0 < count < least


def highest_rung(counts: Counts, ladder: Ladder, least: int) -> int:
    """The highest on which nothing small is told."""
    for rung in range(ladder.top, 0, -1):
        if not any(is_small(counts[name], least) for name in ladder.told(rung)):
            return rung
    return 0


def sums(lines: Iterable[Counts], names: Iterable[str]) -> dict[str, int]:
    found = list(lines)
    return {name: sum(counts[name] for counts in found) for name in names}


@dataclass(slots=True)
class Sorting:
    """Puts the lines of one table on the rungs of one ladder, never above their limit."""

    lines: Lines
    ladder: Ladder
    least: int
    #: Nothing stands higher than the total may.
    highest: int
    rungs: Rungs

    def sort(self) -> Rungs:
        rung = 0
        while rung < self.highest:
            rung = max(rung - 1, 0) if self.settle(rung) else rung + 1
        return self.rungs

    def settle(self, rung: int) -> bool:
        """Takes lines from above until the group is safe; True if some had to go down instead."""
        while (fault := self.fault(rung)) is not None:
            taken = self.line_from_above(rung, fault)
            if taken is not None:
                self.rungs[taken] = rung
            elif rung:
                self.sink(rung, fault)
                return True
            else:
                break
        return False

    def fault(self, rung: int) -> str | None:
        """The count that makes the group of this rung unsafe; None for a safe group."""
        group, whole = self.group(rung), self.ladder.open(rung)
        if not group:
            return None
        total = sum(self.lines[key][whole] for key in group)
        largest = max(self.lines[key][whole] for key in group) if rung else 0
        if len(group) < 2 or total - largest < self.least:
            return whole
        found = sums((self.lines[key] for key in group), self.leaves(rung))
        return next((name for name, count in found.items() if is_small(count, self.least)), None)

    def group(self, rung: int) -> list[str]:
        """Lines without anything to keep to themselves hide nobody."""
        whole = self.ladder.open(rung)
        return [key for key, at in self.rungs.items() if at == rung and self.lines[key][whole]]

    def leaves(self, rung: int) -> tuple[str, ...]:
        return self.ladder.leaves(rung, self.highest)

    def line_from_above(self, rung: int, fault: str) -> str | None:
        """The smallest that mends the fault at once, else the one that helps most."""
        above = [key for key, at in self.rungs.items() if at > rung and self.lines[key][fault]]
        if not above:
            return None
        missing = self.least - sum(self.lines[key][fault] for key in self.group(rung))
        enough = [key for key in above if self.lines[key][fault] >= missing]
        if enough:
            return min(enough, key=lambda key: (self.lines[key][self.ladder.count], key))
        return max(above, key=lambda key: (self.lines[key][fault], key))

    def sink(self, rung: int, fault: str) -> None:
        for key in self.group(rung):
            if self.lines[key][fault]:
                self.rungs[key] = rung - 1


def sorted_rungs(
    lines: Lines, ladder: Ladder, *, least: int, highest: int, limits: Mapping[str, int]
) -> Rungs:
    """The rung of every line that has anything to count; `limits` are never exceeded.

    `highest` is that of the total, and the lines have to add up to it.
    """
    begun = {
        key: min(highest_rung(counts, ladder, least), highest, limits.get(key, highest))
        for key, counts in lines.items()
        if counts[ladder.count]
    }
    found = Sorting(lines, ladder, least, highest, begun).sort()
    return {key: raised(lines[key], ladder, rung, highest) for key, rung in found.items()}


def raised(counts: Counts, ladder: Ladder, rung: int, highest: int) -> int:
    """Parts of nothing are nothing: whoever is told the one knows the other."""
    while 0 < rung < highest and not counts[ladder.open(rung)]:
        rung += 1
    return rung


def rest(lines: Lines, rungs: Rungs, ladder: Ladder, *, highest: int) -> dict[int, dict[str, int]]:
    """By rung, what its lines keep to themselves, as the sums that subtraction gives anyway."""
    found = {}
    for rung in range(highest):
        group = [lines[key] for key, at in rungs.items() if at == rung]
        if group:
            found[rung] = sums(group, ladder.leaves(rung, highest))
    return found
