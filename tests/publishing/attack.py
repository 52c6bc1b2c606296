"""Many more random tables than the suite has time for:

bin/python -m tests.publishing.attack --tables 2000 [--lines 12] [--seed 1]
"""

import argparse
import sys
from random import Random
from time import monotonic

from caseflow.publishing.ladders import FILING, HANDLING, Ladder
from caseflow.publishing.withholding import highest_rung, sorted_rungs, sums
from tests.publishing.attacker import knowledge, pinned

Lines = dict[str, dict[str, int]]


def a_table(dice: Random, ladder: Ladder, most: int) -> Lines:
    """Skewed as communes are: a few large lines, many small ones, some without files."""
    lines = {}
    for number in range(dice.randint(1, most)):
        size = dice.choice([0, 1, 3, 10, 40, 200])
        leaves = {
            leaf: dice.choice([0, dice.randint(0, size)]) for leaf in ladder.leaves(0, ladder.top)
        }
        for step in reversed(ladder.steps):
            leaves[step.whole] = sum(leaves[part] for part in step.parts)
        lines[f"line {number}"] = leaves
    return lines


def attacked(dice: Random, most: int) -> tuple[int, int, int]:
    """How many counts were withheld, told, and found out."""
    ladder, least = dice.choice([FILING, HANDLING]), dice.randint(2, 15)
    lines = a_table(dice, ladder, most)
    total = sums(lines.values(), ladder.told(ladder.top))
    highest = highest_rung(total, ladder, least)
    limits = {key: dice.randint(0, ladder.top) for key in lines if dice.random() < 0.1}
    rungs = sorted_rungs(lines, ladder, least=least, highest=highest, limits=limits)
    known = knowledge(ladder, lines | {"none": dict.fromkeys(total, 0)}, rungs, highest=highest)
    return len(list(known.untold())), len(known.told), len(pinned(known, least=least))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", type=int, default=2000)
    parser.add_argument("--lines", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    dice, begun = Random(asked.seed), monotonic()
    found = [attacked(dice, asked.lines) for _table in range(asked.tables)]
    withheld, told, out = (sum(column) for column in zip(*found, strict=True))
    sys.stdout.write(
        f"{asked.tables} tables: {told} counts told, {withheld} withheld, {out} found out"
        f" ({monotonic() - begun:.0f} s)\n"
    )
    sys.exit(bool(out))


if __name__ == "__main__":
    main()
