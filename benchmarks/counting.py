"""Figures from facts and from tallies, against counting the facts they are counted from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from statistics import median
from time import perf_counter

from django.db import connection
from django.utils import timezone

from benchmarks import people, telling
from benchmarks.databases import Databases
from benchmarks.figures import Figure, Goal
from benchmarks.provinces import many_files
from benchmarks.sandwiches import itself, sandwich, timed
from benchmarks.sizes import Size
from caseflow.applications import history
from caseflow.applications.models import Event
from caseflow.indicators import reading
from caseflow.indicators.counters import BY_NAME, DAYS, NAMES
from caseflow.indicators.counting import aggregate
from caseflow.indicators.days import last_of_month
from caseflow.indicators.definitions import figures, figures_from
from caseflow.indicators.models import Fact
from caseflow.indicators.rebuilding import fill_month, ranges
from caseflow.indicators.scopes import Scope, scope_of
from caseflow.indicators.tallying import renew_facts

FROM_FACTS = Goal(floor=12, aim=6)
OF_A_COMMUNE = Goal(floor=0.33, aim=0.02)
#: What the rates of online filing, of ends in time and of electronic results rest on.
THREE_RATES = (
    *("filed", "filed_online", "finished", "finished_by_due"),
    *("finished_document", "finished_electronic"),
)
#: Two numbers: an array of them takes longer to fetch than to find.
QUANTILES = [
    f"percentile_disc({part}) WITHIN GROUP (ORDER BY agency_seconds)" for part in (0.5, 0.9)
]


def measure(clones: Databases, size: Size) -> Iterator[Figure]:
    # What takes a minute has less noise, too.
    seldom = replace(size, pairs=1)
    with many_files(clones, size)():
        asked = "and P50/P90 per commune and day from facts"
        three_rates = partial(by_center_and_day, THREE_RATES)
        yield against_count(f"three rates {asked}", three_rates, size, FROM_FACTS)
        all_counts = partial(by_center_and_day, NAMES)
        yield against_count(f"{len(NAMES)} counts {asked}", all_counts, seldom)
        commune, province = (year(code) for code in (people.WARD, people.PROVINCE))
        yield against_count("a year of a commune", from_tallies(commune), size, OF_A_COMMUNE)
        yield against_count("a year of the province", from_tallies(province), size)
        yield against_count("a year of a commune, catalogue too", partial(figures, *commune), size)
        yield against_count("count of one month", partial(fill_month, *one_month()), seldom)
    yield from rebuilding(clones, size)


def against_count(
    name: str, ask: Callable[[], object], size: Size, goal: Goal | None = None
) -> Figure:
    slices = sandwich(timed(Fact.objects.count), timed(ask), pairs=size.pairs)
    ours, bare = (1000 * median(found) for found in (slices.ours, slices.baseline))
    return Figure(
        f"{name} ÷ count(*) of {size.many_files:,} facts",
        slices.ratios(itself),
        goal,
        f"{ours:.1f} ms, count(*) {bare:.1f} ms",
    )


def by_center_and_day(counters: Sequence[str]) -> int:
    """All of it fetched; one statement for each day that anything is counted by."""
    with connection.cursor() as cursor:
        # Compiling the long lists of counters takes longer than counting.
        cursor.execute("SET jit = off")
        cursor.execute("SET work_mem = '64MB'")
        return sum(fetched(cursor, day, counters) for day in DAYS)


def fetched(cursor, day: str, counters: Sequence[str]) -> int:
    asked = [aggregate(name) for name in counters if BY_NAME[name].day == day]
    if day == "finished_on":
        asked += QUANTILES
    if not asked:
        return 0
    groups = f"receiving_center_id, {day}"
    cursor.execute(
        f"SELECT {groups}, {', '.join(asked)} FROM {Fact._meta.db_table}"
        f" WHERE {day} IS NOT NULL GROUP BY {groups}"
    )
    return len(cursor.fetchall())


def year(code: str) -> tuple[Scope, date, date]:
    today = timezone.localdate()
    return scope_of(code), today - timedelta(days=365), today


def from_tallies(asked: tuple[Scope, date, date]) -> Callable[[], object]:
    """Every rate that files alone tell."""
    return lambda: figures_from(reading.totals(*asked))


def one_month() -> tuple[date, date]:
    first = (timezone.localdate() - timedelta(days=100)).replace(day=1)
    return first, last_of_month(first)


def rebuilding(clones: Databases, size: Size) -> Iterator[Figure]:
    """Facts from whole chains; the year's own files were made without any."""
    with clones.used("chains"):
        for _batch in range(size.pairs):
            history.write_batch(list(telling.whole_stories(size.stories)))
        began = perf_counter()
        for cases in ranges():
            renew_facts(cases)
        took = perf_counter() - began
        events = Event.objects.count()
        yield Figure(
            "facts read from the log by one worker, cases per second",
            [Fact.objects.count() / took],
            medians=f"{events / took:,.0f} events/s",
        )
