"""Figures as they stood at the end of a day: from the events that were recorded until then."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain, islice

from caseflow.indicators import counting, facts, reading
from caseflow.indicators.counters import NAMES
from caseflow.indicators.days import start_of
from caseflow.indicators.facts import COLUMNS, Cases
from caseflow.indicators.models import Fact, StaleCase
from caseflow.indicators.reading import Totals
from caseflow.indicators.reference import Reference
from caseflow.indicators.scopes import Scope
from caseflow.indicators.staging import fetch, stage

THEN, SINCE = "facts_as_of", "cases_since"
FACTS = Fact._meta.db_table
#: Cases whose chains are asked for in one query.
BATCH = 5000


def stage_all(day: date) -> None:
    """Every fact as of the end of the day, for `counted_then`, in the caller's transaction."""
    reference = Reference.load()
    stage(THEN, Fact, COLUMNS, facts.read(Cases(), reference, until=end_of(day)))


def stage_changed(day: date, cases: Iterable[int]) -> None:
    """The same of these cases only, for `corrected`; nothing may be counted meanwhile."""
    changed = sorted(set(cases))
    stage(SINCE, StaleCase, ("id", "application_id"), enumerate(changed))
    reference = Reference.load()
    rows = (
        facts.read(Cases(keys=batch), reference, until=end_of(day)) for batch in batches(changed)
    )
    stage(THEN, Fact, COLUMNS, chain.from_iterable(rows))


def batches(cases: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(cases)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def end_of(day: date) -> datetime:
    return start_of(day + timedelta(days=1))


def counted_then(scope: Scope, first: date, last: date) -> Totals:
    """From nothing but the staged facts."""
    return counted_in(THEN, scope, first, last)


def corrected(scope: Scope, first: date, last: date) -> Totals:
    """From the tables, with the staged facts in place of what their cases have become since."""
    now = f"(SELECT fact.* FROM {FACTS} AS fact JOIN {SINCE} USING (application_id)) AS since"
    totals = reading.totals(scope, first, last)
    then, since = (counted_in(source, scope, first, last) for source in (THEN, now))
    return {name: totals[name] + then[name] - since[name] for name in NAMES}


def counted_in(source: str, scope: Scope, first: date, last: date) -> Totals:
    centers = ", ".join(map(str, scope.centers.values_list("pk", flat=True)))
    period = f"{{day}} BETWEEN DATE '{first}' AND DATE '{last}'"
    where = f"receiving_center_id IN ({centers or 'NULL'}) AND {period}"
    found = fetch(counting.counted(source, {"place": "1"}, where=where))
    counts = found[0][1:] if found else (0,) * len(NAMES)
    return {name: count or 0 for name, count in zip(NAMES, counts, strict=True)}
