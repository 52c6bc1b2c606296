"""In which step files wait longest: of those that ended in the period, and of those open now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.db.models import Sum
from django.utils.translation import gettext as _

from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.days import office_day
from caseflow.indicators.definitions import percent
from caseflow.indicators.durations import MEDIAN, quantile_bins
from caseflow.indicators.measures import HOLDERS, Measure
from caseflow.indicators.models import OpenBy
from caseflow.indicators.reading import Place, Totals
from caseflow.reports.links import files as files_address
from caseflow.reports.open_files import holder_name
from caseflow.reports.selections import Selection
from caseflow.reports.tables import Cell, Column, Kind, Table

PARTS = tuple(Measure(holder) for holder in HOLDERS)
SECONDS = {part: f"{part}_seconds" for part in PARTS}
NAMES = ("finished", *SECONDS.values())


@dataclass(frozen=True, slots=True)
class Waiting:
    """Files that somebody has now, and since when half of them and the first of them wait."""

    files: int
    half_since: date
    first_since: date

    @classmethod
    def since(cls, days: Mapping[date, int]) -> Self:
        """From how many wait since each day."""
        [half] = (day for day in quantile_bins(days, [MEDIAN]) if day)
        return cls(sum(days.values()), half, min(days))


def tables(selection: Selection, *, now: datetime) -> list[Table]:
    place = reading.settled(selection.place)
    period = place, selection.first, selection.last
    totals = reading.totals(*period, procedure=selection.procedure_id, names=NAMES)
    centers = reading.totals_by_center(*period, procedure=selection.procedure_id, names=NAMES)
    return [
        by_part(selection, totals, waiting_now(selection, place), office_day(now)),
        by_center(selection, centers),
    ]


def waiting_now(selection: Selection, place: Place) -> dict[str, Waiting]:
    rows = reading.open_days(place, OpenBy.HELD, procedure=selection.procedure_id)
    days: dict[str, dict[date, int]] = {}
    for holder, day, count in rows.values_list("holder", "day").annotate(files=Sum("count")):
        days.setdefault(holder, {})[day] = count
    return {holder: Waiting.since(found) for holder, found in days.items()}


def by_part(
    selection: Selection, totals: Totals, now_here: Mapping[str, Waiting], today: date
) -> Table:
    whole = sum(totals[column] for column in SECONDS.values())
    rows = [
        (
            Cell(holder_name(part)),
            Cell(mean(totals, part)),
            Cell(percent(totals[SECONDS[part]], whole)),
            *standing(selection, part, now_here.get(part), today),
        )
        for part in sorted(PARTS, key=lambda part: -totals[SECONDS[part]])
    ]
    return Table(
        "steps",
        _("Where files wait"),
        [
            Column(_("Step or party")),
            Column(_("Mean per ended file"), Kind.DURATION),
            Column(_("Share of all waiting"), Kind.RATE),
            Column(_("There now"), Kind.COUNT),
            Column(_("Half of them at least (days)"), Kind.COUNT),
            Column(_("Longest (days)"), Kind.COUNT),
        ],
        rows,
        note=_(
            "Wall time from filing to the end of the files that ended in the period; beside it the"
            " open files as of now. The longest wait comes first."
        ),
    )


def mean(totals: Totals, part: Measure) -> float | None:
    return totals[SECONDS[part]] / totals["finished"] if totals["finished"] else None


def standing(selection: Selection, part: Measure, found: Waiting | None, today: date) -> list[Cell]:
    if found is None:
        return [Cell(0), Cell(), Cell()]
    return [
        Cell(found.files, files_address(selection, open="all", held_by=part)),
        Cell((today - found.half_since).days),
        Cell((today - found.first_since).days),
    ]


def by_center(selection: Selection, found: Mapping[int, Totals]) -> Table:
    """The longest time in the office's own steps first."""
    named = Agency.objects.filter(pk__in=found).values_list("pk", "code", "name")
    slowest = sorted(named, key=lambda row: (-own_mean(found[row[0]]), row[1]))
    rows = [line(selection, name, code, found[pk]) for pk, code, name in slowest]
    return Table(
        "centers",
        _("Mean per ended file, by centre"),
        [
            Column(_("Centre")),
            Column(_("Ended"), Kind.COUNT),
            Column(_("Waits longest in")),
            *(Column(holder_name(part), Kind.DURATION) for part in PARTS),
        ],
        rows,
        empty=_("Nothing ended in this period."),
    )


def own_mean(totals: Totals) -> float:
    return sum(mean(totals, part) or 0 for part in PARTS[:4])


def line(selection: Selection, name: str, code: str, totals: Totals) -> list[Cell]:
    longest = max(PARTS, key=lambda part: totals[SECONDS[part]])
    return [
        Cell(name),
        Cell(totals["finished"], files_address(selection, counter="finished", center=code)),
        Cell(holder_name(longest) if totals[SECONDS[longest]] else None),
        *(Cell(mean(totals, part)) for part in PARTS),
    ]
