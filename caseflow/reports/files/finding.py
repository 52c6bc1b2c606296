"""From what an address asks to the files, and to what they are called on the page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from caseflow.applications.states import Contradiction
from caseflow.indicators.behind import Behind
from caseflow.indicators.counters import BY_NAME
from caseflow.indicators.days import office_day
from caseflow.indicators.definitions import Definition
from caseflow.indicators.measures import Measure, timing
from caseflow.indicators.models import OpenBy
from caseflow.indicators.querysets import within
from caseflow.reports.files.asked import FilesForm, Open, Part
from caseflow.reports.files.procedures import counts_procedures, procedures_behind
from caseflow.reports.filing_quality import TALLIED, of_busy_accounts
from caseflow.reports.open_files import UNKNOWN, aged, due_soon, holder_name, overdue
from caseflow.reports.people import at_office
from caseflow.reports.risk import horizon
from caseflow.reports.selections import Selection
from caseflow.reports.spans import duration
from caseflow.reports.tables import Table

Wanted = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Files; for a figure that counts procedures, the table of these."""

    title: str
    about: str
    behind: Behind | None = None
    procedures: Table | None = None


def found(form: FilesForm, *, now: datetime) -> Found:
    """The form is valid."""
    selection, wanted = form.selection(), form.cleaned_data
    if definition := wanted["definition"]:
        return of_definition(definition, Part(wanted["part"] or Part.NUMERATOR), selection)
    for name, finding in FINDINGS.items():
        if wanted[name]:
            return finding(selection, wanted, now)
    raise LookupError("The form asks for nothing.")


def of_definition(definition: Definition, part: Part, selection: Selection) -> Found:
    title, about = str(definition.name), str(part.label)
    numerator, denominator = definition.numerator, definition.denominator
    names = numerator if part == Part.NUMERATOR else denominator
    without = numerator if part == Part.MISSED else ()
    if counts_procedures(definition):
        table = procedures_behind(selection, names, without)
        return Found(title, about, procedures=table)
    # Some figures are told by others; no file of ours is behind them.
    nothing = None if names else Q(pk__in=())
    return Found(title, about, behind(selection, names, without=without, narrower=nothing))


def behind(
    selection: Selection,
    names: Sequence[str],
    *,
    narrower: Q | None = None,
    without: Sequence[str] = (),
    is_everywhere: bool = False,
) -> Behind:
    return Behind(
        names,
        None if is_everywhere else selection.place,
        selection.first,
        selection.last,
        procedure=selection.procedure_id,
        narrower=narrower or Q(),
        without=without,
    )


def of_counters(selection: Selection, wanted: Wanted, _now: datetime) -> Found:
    names = wanted["counter"]
    labels = dict.fromkeys(str(BY_NAME[name].label) for name in names)
    return personal(selection, wanted, names, "; ".join(labels), Q())


def of_contradiction(selection: Selection, wanted: Wanted, _now: datetime) -> Found:
    kind = Contradiction(wanted["contradiction"])
    if kind in TALLIED:
        return personal(selection, wanted, [kind], str(kind.label), Q())
    files = Q(pk__in=of_busy_accounts(selection).values("pk"))
    return personal(selection, wanted, [], str(kind.label), files)


def of_open(selection: Selection, wanted: Wanted, now: datetime) -> Found:
    """Whatever the period; `held_by`, `cause` and an age in days narrow it."""
    asked = Open(wanted["open"])
    files = Q(finished_on__isnull=True) & standing(asked, selection, now)
    if holder := wanted["held_by"]:
        files &= Q(held_by=told(holder))
    if cause := wanted["cause"]:
        files &= Q(Exact(OpenBy.LATE.holder, told(cause)))
    if wanted["least"] or wanted["most"] is not None:
        files &= aged(office_day(now), least=wanted["least"] or 0, most=wanted["most"])
    return personal(selection, wanted, (), str(asked.label), files)


def overdue_files(selection: Selection, *, now: datetime) -> Behind:
    """Whatever the period."""
    files = Q(finished_on__isnull=True) & overdue(office_day(now))
    return behind(selection, (), narrower=files)


def standing(asked: Open, selection: Selection, now: datetime) -> Q:
    today = office_day(now)
    if asked == Open.OVERDUE:
        return overdue(today)
    if asked == Open.SOON:
        return due_soon(today, horizon(selection, now))
    return Q()


def of_measure(selection: Selection, wanted: Wanted, _now: datetime) -> Found:
    """That ended in the period and took so long, in seconds."""
    measure = Measure(wanted["measure"])
    timed = timing(measure)
    files = within(timed.day, [(selection.first, selection.last)]) & timed.cases
    if wanted["at_least"] is not None:
        files &= Q(**{f"{timed.column}__gte": wanted["at_least"]})
    if wanted["below"] is not None:
        files &= Q(**{f"{timed.column}__lt": wanted["below"]})
    title = _("Time of: %(step)s") % {"step": measure.label}
    return personal(selection, wanted, (), title, files)


def personal(
    selection: Selection, wanted: Wanted, names: Sequence[str], title: str, files: Q
) -> Found:
    """Where a person is named, the files that this person's office has, wherever received."""
    officer, clerk = wanted["officer"], wanted["clerk"]
    if not (officer or clerk):
        found = behind(selection, names, narrower=files, without=wanted["without"])
        return Found(title, "; ".join(narrowing(wanted)), found)
    files &= Q(officer=officer) if officer else Q(received_by=clerk)
    files &= Q(pk__in=at_office(selection).values("pk"))
    person = officer or clerk
    about = "; ".join([person.get_full_name() or person.username, *narrowing(wanted)])
    without = wanted["without"]
    found = behind(selection, names, narrower=files, without=without, is_everywhere=True)
    return Found(title, about, found)


def narrowing(wanted: Wanted) -> Iterator[str]:
    """What the address narrows the files by, in words."""
    if names := wanted["without"]:
        labels = ", ".join(str(BY_NAME[name].label) for name in names)
        yield _("without: %(counters)s") % {"counters": labels}
    if holder := wanted["held_by"]:
        yield _("held by: %(holder)s") % {"holder": holder_name(told(holder))}
    if holder := wanted["cause"]:
        yield _("late with: %(holder)s") % {"holder": holder_name(told(holder))}
    yield from spans(wanted)


def spans(wanted: Wanted) -> Iterator[str]:
    least, most = wanted["least"] or 0, wanted["most"]
    if most is not None:
        yield _("filed %(least)d–%(most)d days ago") % {"least": least, "most": most}
    elif least:
        yield _("filed %(least)d days ago or earlier") % {"least": least}
    if shortest := wanted["at_least"]:
        yield _("at least %(time)s") % {"time": duration(shortest)}
    if longest := wanted["below"]:
        yield _("below %(time)s") % {"time": duration(longest)}


def told(holder: str) -> str:
    """As facts have it, where an address says that nobody told."""
    return "" if holder == UNKNOWN else holder


FINDINGS: dict[str, Callable[[Selection, Wanted, datetime], Found]] = {
    "counter": of_counters,
    "contradiction": of_contradiction,
    "open": of_open,
    "measure": of_measure,
}
