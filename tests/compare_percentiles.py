"""Percentiles of a province from its communes' bins against the exact ones, over random splits.

`bin/python -m tests.compare_percentiles --rounds 100000` prints how many were compared and how far
the worst was off; it ends with 1 if any was farther off than the printed error.
"""

import sys
from argparse import ArgumentParser
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from random import Random

from caseflow.indicators.durations import (
    LONGEST,
    MEDIAN,
    NINE_TENTHS,
    RELATIVE_ERROR,
    bin_of,
    merged,
    quantile,
)

COMMUNES = 148
SHARES = (MEDIAN, NINE_TENTHS, Fraction(99, 100))
#: With what a floating-point number loses at the very end of a bin.
WITHIN = RELATIVE_ERROR + Fraction(1, 10**9)


def province(dice: Random) -> list[int]:
    """Durations from seconds to years, many of them alike."""
    size = dice.randint(1, 400)
    return [min(int(dice.lognormvariate(11, 3)), LONGEST) for _file in range(size)]


def split(durations: list[int], dice: Random) -> list[Counter[int]]:
    """Each file falls to one of a random number of communes."""
    communes: list[Counter[int]] = [Counter() for _one in range(dice.randint(1, COMMUNES))]
    for seconds in durations:
        dice.choice(communes)[bin_of(seconds)] += 1
    return communes


def merged_in_any_order(parts: list[Counter[int]], dice: Random) -> Counter[int]:
    """Neighbours grow together until one is left."""
    while len(parts) > 1:
        dice.shuffle(parts)
        pairs = [merged(pair) for pair in list(pairwise(parts))[::2]]
        parts = pairs + (parts[-1:] if len(parts) % 2 else [])
    return parts[0]


def worst_of(rounds: int, seed: int = 1) -> Fraction:
    """The largest relative error of any percentile of any round."""
    dice, worst = Random(seed), Fraction(0)
    for _round in range(rounds):
        durations = province(dice)
        bins = merged_in_any_order(split(durations, dice), dice)
        for share in SHARES:
            worst = max(worst, error(bins, sorted(durations), share))
    return worst


def error(bins: Counter[int], ordered: list[int], share: Fraction) -> Fraction:
    rank = max(-(-share.numerator * len(ordered) // share.denominator), 1)
    true, told = ordered[rank - 1], quantile(bins, share) or 0
    return abs(Fraction(told) - true) / true if true else Fraction(int(told != 0))


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10_000)
    rounds = parser.parse_args().rounds
    worst = worst_of(rounds)
    sys.stdout.write(f"percentiles {rounds * len(SHARES)}\nworst_error {float(worst):.6f}\n")
    return int(worst > WITHIN)


if __name__ == "__main__":
    sys.exit(main())
