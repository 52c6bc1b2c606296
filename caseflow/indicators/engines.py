"""The counts of the definitions from Parquet files, by an engine beside the database.

`statements` are text that DuckDB and Spark understand alike over a table of facts; here DuckDB
runs them. What they answer is what `reading` answers from the tallies, to the digit.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import duckdb

from caseflow.indicators import reading
from caseflow.indicators.counters import NAMES
from caseflow.indicators.counting import condition, counted
from caseflow.indicators.durations import BOUNDS
from caseflow.indicators.measures import Measure, timing
from caseflow.indicators.partitions import FILE, MEMORY, TABLE

TOTALS = "totals"
#: Longer than the last bound nothing takes.
FOREVER = 2**62
#: By centre: its counters by name; or by measure, how many cases took how long.
Totals = dict[int, reading.Totals]
Bins = dict[int, reading.Bins]


@dataclass(frozen=True, slots=True)
class Answers:
    totals: Totals
    bins: dict[str, Bins]


def statements(first: date, last: date) -> dict[str, str]:
    """All counters by centre under `TOTALS`, and under each measure its bins by centre."""
    within = f"{{day}} BETWEEN DATE '{first}' AND DATE '{last}'"
    totals = {TOTALS: counted(TABLE, {"center": "receiving_center_id"}, where=within)}
    return totals | {measure: bins(measure, within) for measure in Measure.values}


def bins(measure: str, within: str) -> str:
    found = timing(measure)
    return (
        "SELECT receiving_center_id, bin, count(*)"  # noqa: S608 (texts of ours)
        f" FROM {TABLE} JOIN ({bounds()}) AS bounds"
        f" ON {found.column} >= shortest AND {found.column} < beyond"
        f" WHERE {within.format(day=found.day)} AND {condition(found.cases)}"
        " GROUP BY receiving_center_id, bin"
    )


def bounds() -> str:
    """Each bin with its shortest duration and what is too long for it, as a table."""
    shortest, beyond = (-FOREVER, *BOUNDS[1:]), (*BOUNDS[1:], FOREVER)
    rows = ", ".join(map(str, zip(count(), shortest, beyond, strict=False)))
    return f"SELECT * FROM (VALUES {rows}) AS listed (bin, shortest, beyond)"  # noqa: S608


def ask(folder: Path, first: date, last: date) -> Answers:
    """What was filed, ended and so on between these days, from all months in the folder."""
    with opened(folder) as engine:
        asked = statements(first, last)
        return answers({name: engine.execute(text).fetchall() for name, text in asked.items()})


@contextmanager
def opened(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"memory_limit": MEMORY}) as engine:
        engine.read_parquet(f"{folder}/*/{FILE}").create_view(TABLE)
        yield engine


def answers(rows: Mapping[str, list[Any]]) -> Answers:
    """Whatever engine gave the rows."""
    return Answers(
        totals={
            center: {name: int(value or 0) for name, value in zip(NAMES, values, strict=True)}
            for center, *values in rows[TOTALS]
        },
        bins={measure: by_center(rows[measure]) for measure in Measure.values},
    )


def by_center(rows: list[Any]) -> Bins:
    found: Bins = {}
    for center, place, cases in rows:
        found.setdefault(center, {})[place] = cases
    return found


def told_by_tallies(first: date, last: date) -> Answers:
    """The same from the database, as every report reads it."""
    return Answers(
        totals=reading.totals_by_center(None, first, last),
        bins={
            measure: reading.bins_by_center(Measure(measure), None, first, last)
            for measure in Measure.values
        },
    )


def differences(ours: Answers, theirs: Answers) -> Iterator[str]:
    """Empty where every digit is equal."""
    pairs = {TOTALS: (ours.totals, theirs.totals)} | {
        measure: (ours.bins[measure], theirs.bins[measure]) for measure in ours.bins
    }
    for name, (one, other) in pairs.items():
        for center in sorted(one.keys() | other.keys()):
            if one.get(center) != other.get(center):
                yield f"{name} of centre {center}: {one.get(center)}, {other.get(center)}"
