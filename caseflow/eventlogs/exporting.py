"""Writing event logs: at once for a command, in slices for a page."""

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO

from django.conf import settings
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from caseflow.applications.models import Application
from caseflow.eventlogs import tables, xes
from caseflow.eventlogs.models import Kind
from caseflow.eventlogs.pseudonyms import Names
from caseflow.eventlogs.traces import Trace, batches, calendar_names, traces_of
from caseflow.indicators.days import office_day, start_of
from caseflow.reports.selections import Selection

#: Trades a tenth of the size for three times the speed.
COMPRESSION = 3


Sink = BinaryIO | gzip.GzipFile


@dataclass(frozen=True, slots=True)
class Written:
    """How far a log got: the last case's key, and how many cases."""

    last_key: int
    cases: int


def chosen(selection: Selection) -> QuerySet[Application]:
    """The files that were received at the centres of the selection, by the day of filing."""
    found: QuerySet[Application] = Application.objects.filter(
        receiving_center__in=selection.centers,
        filed_at__gte=start_of(selection.first),
        filed_at__lt=start_of(selection.last + timedelta(days=1)),
    )
    if selection.procedure:
        found = found.filter(procedure=selection.procedure)
    return found


def days_of_filings() -> tuple[date, date]:
    """The first and the last day on which anything was filed; today where nothing was."""
    found = Application.objects.aggregate(first=Min("filed_at"), last=Max("filed_at"))
    now = timezone.now()
    return office_day(found["first"] or now), office_day(found["last"] or now)


def write(
    cases: QuerySet[Application], out: Sink, *, kind: Kind, names: Names, about: dict[str, str]
) -> int:
    """The whole log; how many cases it has."""
    put(out, beginning(kind, about))
    total = sum(step.cases for step in write_body(cases, out, kind=kind, names=names))
    put(out, ending(kind))
    return total


def write_body(
    cases: QuerySet[Application], out: Sink, *, kind: Kind, names: Names
) -> Iterator[Written]:
    """Batch by batch; whoever drives it may stop between two."""
    calendars = calendar_names()
    for keys in batches(cases):
        put(out, body(kind, traces_of(keys, names, calendars)))
        yield Written(keys[-1], len(keys))


def put(out: Sink, pieces: Iterable[str]) -> None:
    out.write("".join(pieces).encode())


def beginning(kind: Kind, about: dict[str, str]) -> Iterable[str]:
    return xes.beginning(about, own_extension()) if kind == Kind.XES else tables.beginning()


def body(kind: Kind, traces: Iterable[Trace]) -> Iterable[str]:
    return xes.body(traces) if kind == Kind.XES else tables.body(traces)


def ending(kind: Kind) -> Iterable[str]:
    return (xes.END,) if kind == Kind.XES else ()


def own_extension() -> str:
    site = settings.CASEFLOW_PUBLIC_URL.rstrip("/")
    return f"{site}{settings.STATIC_URL}eventlogs/caseflow.xesext"


def packed(out: BinaryIO) -> gzip.GzipFile:
    """A member of a gzip file; several behind each other are read as one."""
    return gzip.GzipFile(fileobj=out, mode="wb", compresslevel=COMPRESSION, filename="", mtime=0)


def about(selection: Selection, *, pseudonymous: bool) -> dict[str, str]:
    """What a log says of itself."""
    told = {
        "concept:name": "Caseflow event log",
        "caseflow:filed_from": selection.first.isoformat(),
        "caseflow:filed_to": selection.last.isoformat(),
        "caseflow:names": "pseudonyms" if pseudonymous else "application numbers",
    }
    if selection.center:
        told["caseflow:center"] = selection.center.code
    if selection.procedure:
        told["caseflow:procedure"] = selection.procedure.code
    return told
