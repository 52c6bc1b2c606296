"""A log as CSV: a line per event, under the names that process-mining tools give to XES."""

from collections.abc import Iterable, Iterator
from itertools import islice

from caseflow.eventlogs.traces import OF_CASE, Deed, Trace, utc
from caseflow.eventlogs.xes import COMPLETE, PREFIX, text_of
from caseflow.reports.exports import csv_lines

OF_TRACE = ("length", *OF_CASE, "opening")
COLUMNS = (
    "case:concept:name",
    "concept:name",
    "time:timestamp",
    "lifecycle:transition",
    "org:resource",
    "org:role",
    "org:group",
    *(f"{PREFIX}:{name}" for name in ("sequence", "verb", "from", "to", "facts")),
    *(f"case:{PREFIX}:{name}" for name in OF_TRACE),
)


def beginning() -> Iterator[str]:
    return csv_lines(COLUMNS, ())


def body(traces: Iterable[Trace]) -> Iterator[str]:
    """Further lines of a table that has begun."""
    lines = csv_lines((), (line for trace in traces for line in lines_of(trace)))
    # A byte order mark and a head stand in front of every table.
    return islice(lines, 2, None)


def lines_of(trace: Trace) -> Iterator[list[object]]:
    told = {"length": trace.length, **trace.attributes}
    of_case = [text_of(told[name]) if name in told else "" for name in OF_TRACE]
    for deed in trace.deeds:
        yield [trace.name, *cells(deed), *of_case]


def cells(deed: Deed) -> Iterator[object]:
    yield from (deed.activity, utc(deed.at), COMPLETE, deed.resource, deed.role, deed.unit)
    yield from (deed.sequence, deed.verb, deed.from_state, deed.to_state, text_of(deed.facts))
