"""How long open files have been here, by who has them and where."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from caseflow.centers.models import Agency
from caseflow.indicators import reading
from caseflow.indicators.days import office_day
from caseflow.indicators.models import OpenBy
from caseflow.reports.links import files as files_address
from caseflow.reports.open_files import (
    ROWS,
    UNKNOWN,
    aged,
    holder_name,
)
from caseflow.reports.selections import Selection
from caseflow.reports.tables import Cell, Column, Kind, Table

#: Days since filing with which each class ends; the last is open.
ENDS = (2, 7, 15, 30, 60, None)


@dataclass(frozen=True, slots=True)
class Age:
    """From so many days after filing to so many, both included."""

    least: int
    most: int | None

    @property
    def title(self) -> str:
        if self.most is None:
            return _("over %(days)d days") % {"days": self.least - 1}
        return _("%(least)d–%(most)d days") % {"least": self.least, "most": self.most}

    @property
    def asked(self) -> dict[str, int]:
        """As an address has it."""
        most = {} if self.most is None else {"most": self.most}
        return {"least": self.least, **most}


AGES = tuple(
    Age(0 if place == 0 else (ENDS[place - 1] or 0) + 1, most) for place, most in enumerate(ENDS)
)
Counts = Mapping[str, int]


def tables(selection: Selection, *, now: datetime) -> list[Table]:
    rows = counted(selection, office_day(now))
    return [
        by_holder(selection, added_by("holder", rows)),
        by_center(selection, added_by("center", rows)),
    ]


def counted(selection: Selection, today: date) -> list[dict[str, Any]]:
    """By office and by who has them, because both tables are sums of that."""
    place, procedure = reading.settled(selection.place), selection.procedure_id
    ages = {
        f"age_{age.least}": Sum(
            "count", filter=aged(today, least=age.least, most=age.most, column="day"), default=0
        )
        for age in AGES
    }
    filed = reading.open_days(place, OpenBy.FILED, procedure=procedure)
    late = reading.overdue_days(place, OpenBy.DUE, today, procedure=procedure)
    return [
        *filed.values("center", "holder").annotate(open=Sum("count"), **ages),
        *late.values("center", "holder").annotate(late=Sum("count")),
    ]


def added_by(key: str, rows: Iterable[Mapping[str, Any]]) -> dict[Any, Counts]:
    found: dict[Any, Counter[str]] = {}
    for row in rows:
        sums = {name: row[name] for name in names() if name in row}
        found.setdefault(row[key], Counter()).update(sums)
    return dict(found)


def by_holder(selection: Selection, found: Mapping[Any, Counts]) -> Table:
    rows = [
        (Cell(holder_name(holder)), *cells(selection, found[holder], held_by=holder or UNKNOWN))
        for holder in ROWS
        if holder in found
    ]
    whole = {name: sum(counts[name] for counts in found.values()) for name in names()}
    return Table(
        "holders",
        _("Open files by age and by who has them"),
        columns(_("Held by")),
        rows,
        note=_("As of now, whatever the period; days since filing."),
        empty=_("No file is open."),
        total=(Cell(_("All")), *cells(selection, whole)) if rows else (),
    )


def by_center(selection: Selection, found: Mapping[Any, Counts]) -> Table:
    """Whoever has most overdue files first."""
    named = Agency.objects.filter(pk__in=list(found)).values_list("pk", "code", "name")
    worst = sorted(named, key=lambda row: (-found[row[0]]["late"], -found[row[0]]["open"], row[1]))
    rows = [(Cell(name), *cells(selection, found[pk], center=code)) for pk, code, name in worst]
    title = _("Open files by age and centre")
    return Table("centers", title, columns(_("Centre")), rows, empty=_("No file is open."))


def names() -> list[str]:
    return ["open", *(f"age_{age.least}" for age in AGES), "late"]


def columns(name: str) -> list[Column]:
    return [
        Column(name),
        Column(_("Open"), Kind.COUNT),
        *(Column(age.title, Kind.COUNT) for age in AGES),
        Column(_("Overdue"), Kind.COUNT),
    ]


def cells(selection: Selection, counts: Counts, **asked: object) -> list[Cell]:
    return [
        Cell(counts["open"], files_address(selection, open="all", **asked)),
        *(
            Cell(
                counts[f"age_{age.least}"],
                files_address(selection, open="all", **age.asked, **asked),
            )
            for age in AGES
        ),
        Cell(counts["late"], files_address(selection, open="overdue", **asked)),
    ]
