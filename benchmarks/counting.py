"""A year's figures from the tallies against counting the rows they were counted from."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from statistics import median
from time import perf_counter

from django.utils import timezone

from benchmarks import people
from benchmarks.databases import Databases, vacuum
from benchmarks.figures import Figure, Goal
from benchmarks.listing import many_files
from benchmarks.sandwiches import itself, sandwich, timed
from benchmarks.sizes import Size
from caseflow.applications.models import Application
from caseflow.indicators.definitions import figures
from caseflow.indicators.models import Tally
from caseflow.indicators.rebuilding import fill_month, ranges, recount
from caseflow.indicators.scopes import scope_of
from caseflow.indicators.tallying import renew_facts

OF_A_COMMUNE = Goal(floor=0.33, aim=0.02)


def measure(clones: Databases, size: Size) -> Iterator[Figure]:
    with many_files(clones, size)():
        began = perf_counter()
        for cases in ranges():
            renew_facts(cases)
        recount()
        took = perf_counter() - began
        vacuum()
        rows = f"{Tally.objects.count():,} tallies"
        yield Figure("rebuild of everything from the log, seconds", [took], medians=rows)
        yield against_count("a year of the province", of_a_year(people.PROVINCE), size)
        yield against_count("a year of a commune", of_a_year(people.WARD), size, OF_A_COMMUNE)
        yield against_count("count of one month", partial(fill_month, *one_month()), size)


def against_count(
    name: str, ask: Callable[[], object], size: Size, goal: Goal | None = None
) -> Figure:
    slices = sandwich(timed(Application.objects.count), timed(ask), pairs=size.pairs)
    ours, bare = (1000 * median(found) for found in (slices.ours, slices.baseline))
    return Figure(
        f"{name} ÷ count(*) of {size.many_files:,} files",
        slices.ratios(itself),
        goal,
        f"{ours:.1f} ms, count(*) {bare:.1f} ms",
    )


def of_a_year(code: str) -> Callable[[], object]:
    today = timezone.localdate()
    return lambda: figures(scope_of(code), today - timedelta(days=365), today)


def one_month() -> tuple[date, date]:
    first = (timezone.localdate() - timedelta(days=100)).replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
