"""Durations in bins of a fixed relative error, so that percentiles can be added up.

A bin is the place of its shortest duration in `BOUNDS`. The bounds are whole seconds, so the
database and Python put a duration into the same bin on every machine.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate
from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.expressions import Combinable, CombinedExpression
from django.db.models.functions import Cast, Greatest

#: No answer of `quantile` is farther from the true duration than this part of it.
RELATIVE_ERROR = Fraction(1, 100)
GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
LONGEST = 100 * 366 * 86_400

#: Neighbouring bins are stored side by side, in columns of these names: so many to a bucket.
IN_A_BUCKET = 32
BIN_COLUMNS = tuple(f"bin_{place}" for place in range(IN_A_BUCKET))

MEDIAN, NINE_TENTHS = Fraction(1, 2), Fraction(9, 10)

Bins = Mapping[int, int]
#: Bins, or anything else that has an order.
Key = TypeVar("Key", int, date)


def growing_bounds() -> tuple[int, ...]:
    """Each bin reaches as far as the error allows; short durations have a bin to themselves."""
    bounds = [0, 1]
    while bounds[-1] <= LONGEST:
        bounds.append(int(bounds[-1] * GROWTH) + 1)
    return tuple(bounds)


BOUNDS = growing_bounds()


def bin_of(seconds: int) -> int:
    """A source may say that something ended before it began; that took no time."""
    return bisect_right(BOUNDS, max(seconds, 0)) - 1


#: One text, because an array of parameters is adapted number by number in every query.
BOUNDS_IN_SQL = Cast(
    Value("{" + ",".join(map(str, BOUNDS)) + "}"), ArrayField(models.BigIntegerField())
)


def bin_in_sql(column: str) -> CombinedExpression:
    """`bin_of` a column, computed by the database."""
    seconds = Greatest(F(column), Value(0))
    places = Func(
        seconds, BOUNDS_IN_SQL, function="width_bucket", output_field=models.IntegerField()
    )
    return places - 1


def seconds_of(place: int) -> float:
    """The duration that is equally far, relatively, from both ends of the bin."""
    shortest = BOUNDS[place]
    longest = BOUNDS[place + 1] - 1 if place + 1 < len(BOUNDS) else shortest
    return 2 * shortest * longest / (shortest + longest) if shortest else 0


def merged(parts: Iterable[Bins]) -> Counter[int]:
    whole: Counter[int] = Counter()
    for part in parts:
        whole.update(part)
    return whole


def quantile(bins: Bins, share: Fraction) -> float | None:
    """The duration that `share` of the cases did not exceed; None where there is no case."""
    [found] = quantiles(bins, [share])
    return found


def quantiles(bins: Bins, shares: Sequence[Fraction]) -> list[float | None]:
    return [None if place is None else seconds_of(place) for place in quantile_bins(bins, shares)]


def quantile_bins(bins: Mapping[Key, int], shares: Sequence[Fraction]) -> Iterator[Key | None]:
    """Which key, the smallest first, each share of what is counted does not exceed."""
    places = sorted(bins)
    upto = list(accumulate(map(bins.__getitem__, places)))
    for share in shares:
        found = bisect_left(upto, rank(share, upto[-1])) if upto else 0
        yield places[found] if found < len(places) else None


def rank(share: Fraction, cases: int) -> int:
    """Which of the cases, the shortest first, has the duration that `share` did not exceed."""
    return max(-(-share.numerator * cases // share.denominator), 1)


def rank_in_sql(share: Fraction, cases: Combinable) -> Greatest:
    """`rank`, computed by the database."""
    least = (cases * share.numerator + share.denominator - 1) / share.denominator
    return Greatest(least, Value(1))
