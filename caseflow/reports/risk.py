"""Open files that are due within a few working days: who has them, at whose desk, and why."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from django.conf import settings
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseflow.applications.models import Application
from caseflow.applications.paging import SOONEST_DUE_FIRST, Key
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.waiting import desk_of, reasons
from caseflow.centers.calendars import days_ahead
from caseflow.indicators import reading
from caseflow.indicators.days import office_day
from caseflow.indicators.models import OpenBy
from caseflow.reports.links import files as files_address
from caseflow.reports.open_files import ROWS, UNKNOWN, holder_name, open_facts
from caseflow.reports.selections import Selection
from caseflow.reports.tables import Cell, Column, Kind, Table

PAGE = 50
ROWS_AT_ONCE = 500


def tables(selection: Selection, *, now: datetime) -> list[Table]:
    """The second one holds every file; read row by row it is never held in memory."""
    cases = at_risk(selection, now).order_by(*SOONEST_DUE_FIRST)
    return [by_holder(selection, now), files(rows(selection, cases.iterator(ROWS_AT_ONCE)))]


def page(selection: Selection, *, now: datetime, after: Key | None) -> tuple[list[Table], str]:
    """With one page of the files, and the key of the next; empty where there is none."""
    cases = at_risk(selection, now).order_by(*SOONEST_DUE_FIRST)
    if after:
        cases = cases.filter(after.beyond(SOONEST_DUE_FIRST))
    found = list(cases[: PAGE + 1])
    shown = found[:PAGE]
    following = str(Key.of(shown[-1], SOONEST_DUE_FIRST)) if len(found) > PAGE else ""
    return [by_holder(selection, now), files(list(rows(selection, shown)))], following


def horizon(selection: Selection, now: datetime) -> datetime:
    """So many working days of the office from now; for the province, of any of its offices."""
    office = selection.center or selection.viewer.offices.order_by("pk").first()
    return days_ahead(office.pk if office else None, now, settings.NOTICES_DUE_SOON_DAYS)


def at_risk(selection: Selection, now: datetime) -> ApplicationQuerySet:
    """Received at these centres; what is overdue already has a list of its own."""
    cases: ApplicationQuerySet = Application.objects.filter(receiving_center__in=selection.centers)
    if selection.procedure:
        cases = cases.filter(procedure=selection.procedure)
    named = cases.select_related("procedure", "receiving_center", "deciding_agency", "officer")
    return named.due_soon(now, until=horizon(selection, now)).only(
        *("number", "state", "due_at", "consultations_open", "deciding_agency__name"),
        *("procedure__code", "procedure__name", "receiving_center__name"),
        *("officer__first_name", "officer__last_name", "officer__username"),
    )


def by_holder(selection: Selection, now: datetime) -> Table:
    found = due_by_holder(selection, now)
    lines = [
        line(selection, holder_name(holder), found[holder], held_by=holder or UNKNOWN)
        for holder in ROWS
        if holder in found
    ]
    whole = [sum(counts) for counts in zip(*found.values(), strict=True)] or [0, 0]
    return Table(
        "holders",
        _("Due soon, by who has the file"),
        [
            Column(_("Held by")),
            Column(due_within(), Kind.COUNT),
            Column(_("Of these due today"), Kind.COUNT),
        ],
        lines,
        note=_("As of now, whatever the period. Overdue files are not among them."),
        empty=_("No file is due soon."),
        total=line(selection, _("All"), whole),
    )


def due_by_holder(selection: Selection, now: datetime) -> dict[str, list[int]]:
    """How many are due until the horizon, and how many of them today.

    Whole days are counted already; of the last one, files by the instant they are due.
    """
    today, until = office_day(now), horizon(selection, now)
    last = office_day(until)
    days = reading.open_days(selection.place, OpenBy.DUE, procedure=selection.procedure_id)
    whole_days = days.filter(day__gte=today, day__lt=last).values_list("holder", "day")
    on_the_last = open_facts(selection).filter(due_on=last, due_at__lte=until).order_by()
    found: dict[str, list[int]] = {}
    for holder, day, count in chain(
        whole_days.annotate(files=Sum("count")),
        on_the_last.values_list("held_by", "due_on").annotate(files=Count("pk")),
    ):
        counts = found.setdefault(holder, [0, 0])
        counts[0] += count
        counts[1] += count if day == today else 0
    return found


def line(
    selection: Selection, name: str, counts: Sequence[int], **asked: object
) -> tuple[Cell, ...]:
    until_then, today = counts
    return (
        Cell(name),
        Cell(until_then, files_address(selection, open="soon", **asked)),
        Cell(today),
    )


def due_within() -> str:
    days = settings.NOTICES_DUE_SOON_DAYS
    return ngettext("Due within %(days)d working day", "Due within %(days)d working days", days) % {
        "days": days
    }


def files(lines: Iterable[Sequence[Cell]]) -> Table:
    return Table(
        "files",
        _("Files at risk of lateness"),
        [
            Column(_("Application number")),
            Column(_("Procedure")),
            Column(_("Centre")),
            Column(_("Due"), Kind.INSTANT),
            Column(_("Desk")),
            Column(_("Why it waits")),
        ],
        lines,
        empty=_("No file is due soon."),
    )


def rows(selection: Selection, cases: Iterable[Application]) -> Iterator[Sequence[Cell]]:
    offices = None
    if not selection.viewer.of_the_province:
        offices = set(selection.viewer.offices.values_list("pk", flat=True))
    for some in in_groups(cases):
        why = reasons(some)
        for case in some:
            address = reverse("admin:applications_application_change", args=[case.number])
            yield (
                Cell(case.number, address),
                Cell(f"{case.procedure.code} {case.procedure.name}"),
                Cell(case.receiving_center.name),
                Cell(case.due_at),
                Cell(desk_of(case, why[case.pk], offices)),
                Cell(why[case.pk].label),
            )


def in_groups(cases: Iterable[Application]) -> Iterator[list[Application]]:
    """So many at once that one query asks for the reasons of many."""
    group: list[Application] = []
    for case in cases:
        group.append(case)
        if len(group) == ROWS_AT_ONCE:
            yield group
            group = []
    if group:
        yield group
