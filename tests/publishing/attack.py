"""Many more random tables, and whole provinces, than the suite has time for:

bin/python -m tests.publishing.attack --tables 2000 --provinces 50 [--lines 12] [--seed 1]
"""

import argparse
import os
import sys
from random import Random
from time import monotonic

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from caseflow.publishing.ladders import FILING, HANDLING, Ladder  # noqa: E402
from caseflow.publishing.withholding import highest_rung, sorted_rungs, sums  # noqa: E402
from tests.publishing.attacker import counts_of, of_one_table, pinned  # noqa: E402
from tests.publishing.provinces import after_a_quarter  # noqa: E402

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


def attacked(dice: Random, most: int) -> int:
    """How many counts of a random table were found out."""
    ladder, least = dice.choice([FILING, HANDLING]), dice.randint(2, 15)
    lines = a_table(dice, ladder, most)
    total = sums(lines.values(), ladder.told(ladder.top))
    highest = highest_rung(total, ladder, least)
    limits = {key: dice.randint(0, ladder.top) for key in lines if dice.random() < 0.1}
    rungs = sorted_rungs(lines, ladder, least=least, highest=highest, limits=limits)
    everything = lines | {"none": dict.fromkeys(total, 0)}
    known = of_one_table(ladder, everything, rungs, highest=highest)
    return len(pinned(known, counts_of(ladder, everything), least=least))


def attacked_together(dice: Random) -> tuple[int, int]:
    """Of all publications of a random province's quarter: counts attacked, and found out."""
    outsider = after_a_quarter(dice)
    targets = outsider.targets()
    return len(targets), len(pinned(outsider.known, targets, least=outsider.province.least))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", type=int, default=2000)
    parser.add_argument("--provinces", type=int, default=50)
    parser.add_argument("--lines", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    dice, begun = Random(asked.seed), monotonic()
    tables = sum(attacked(dice, asked.lines) for _table in range(asked.tables))
    provinces = [attacked_together(dice) for _province in range(asked.provinces)]
    counts, together = (sum(column) for column in zip((0, 0), *provinces, strict=True))
    sys.stdout.write(
        f"{asked.tables} tables: {tables} counts found out\n"
        f"{asked.provinces} provinces: {counts} counts attacked, {together} found out"
        f" ({monotonic() - begun:.0f} s)\n"
    )
    sys.exit(bool(tables + together))


if __name__ == "__main__":
    main()
