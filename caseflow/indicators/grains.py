"""The tables of the count, and how each follows: from facts, or from a table of finer rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from caseflow.indicators import counting
from caseflow.indicators.counters import DAYS, NAMES
from caseflow.indicators.models import (
    CenterDay,
    CenterMonth,
    CenterMonthSpread,
    DaySpread,
    Fact,
    MonthSpread,
    MonthTally,
    OpenBy,
    OpenDay,
    ProcedureDay,
    ProcedureMonth,
    ProcedureMonthSpread,
    Role,
    Tally,
)

Table = (
    type[Fact]
    | type[Tally]
    | type[CenterDay]
    | type[ProcedureDay]
    | type[MonthTally]
    | type[CenterMonth]
    | type[ProcedureMonth]
    | type[DaySpread]
    | type[MonthSpread]
    | type[CenterMonthSpread]
    | type[ProcedureMonthSpread]
    | type[OpenDay]
)
#: A table's name, and a condition on its rows → the query for what is counted over them.
Following = Callable[[str, str], str]

OFFICES = {
    Role.RECEIVING: "receiving_center_id",
    Role.DECIDING: "deciding_agency_id",
    Role.RETURNING: "returning_center_id",
}
OF_DAY, OF_MONTH = {"day": "{day}"}, {"day": counting.month("{day}")}
CENTER, PROCEDURE = {"center_id": OFFICES[Role.RECEIVING]}, {"procedure_id": "procedure_id"}


@dataclass(frozen=True, slots=True)
class Grain:
    table: Table
    source: Table
    following: Following

    @property
    def name(self) -> str:
        return self.table._meta.db_table

    @property
    def key(self) -> tuple[str, ...]:
        found: tuple[str, ...] = self.table.KEY  # type: ignore[union-attr]
        return found

    @property
    def values(self) -> tuple[str, ...]:
        found: tuple[str, ...] = self.table.VALUES  # type: ignore[union-attr]
        return found

    def counted(self, source: str = "", where: str = "") -> str:
        """What its rows should be; `{day}` in the condition is the day that is counted by."""
        return self.following(source or self.source._meta.db_table, where)


def tallies(source: str, where: str) -> str:
    return counting.counted(source, {"day": "{day}", **CENTER, **PROCEDURE}, where=where)


def in_each_role(source: str, where: str) -> str:
    return " UNION ALL ".join(
        counting.counted(
            source, {"day": "{day}", "role": f"'{role}'", "center_id": office}, where=where
        )
        for role, office in OFFICES.items()
    )


def added(by: Mapping[str, str], names: Sequence[str] = NAMES) -> Following:
    """The sums of finer rows by these columns."""
    keys = ", ".join(f"{sql} AS {name}" for name, sql in by.items())
    sums = ", ".join(counting.total(f"CAST(sum({name}) AS BIGINT)", name) for name in names)
    places = counting.positions(by)

    def following(source: str, where: str) -> str:
        kept = f" WHERE {where.format(day='day')}" if where else ""
        return f"SELECT {keys}, {sums} FROM {source}{kept} GROUP BY {places}"

    return following


def binned(by: Mapping[str, str]) -> Following:
    def following(source: str, where: str) -> str:
        return counting.binned(source, by, where=where)

    return following


def open_by_day(source: str, where: str) -> str:
    return " UNION ALL ".join(counting.open_files(by, source, CENTER, where=where) for by in OpenBy)


DAY, MONTH = {"day": "day"}, {"day": counting.month("day")}
BUCKET = {"measure": "measure", "bucket": "bucket"}
#: Finer rows before those that follow from them.
GRAINS: tuple[Grain, ...] = (
    Grain(Tally, Fact, tallies),
    Grain(CenterDay, Fact, in_each_role),
    Grain(ProcedureDay, Tally, added({**DAY, **PROCEDURE})),
    Grain(MonthTally, Tally, added({**MONTH, "center_id": "center_id", **PROCEDURE})),
    Grain(CenterMonth, CenterDay, added({**MONTH, "role": "role", "center_id": "center_id"})),
    Grain(ProcedureMonth, ProcedureDay, added({**MONTH, **PROCEDURE})),
    Grain(DaySpread, Fact, binned(OF_DAY)),
    Grain(MonthSpread, DaySpread, added({**MONTH, **BUCKET}, DaySpread.VALUES)),
    Grain(CenterMonthSpread, Fact, binned({**OF_MONTH, **CENTER})),
    Grain(ProcedureMonthSpread, Fact, binned({**OF_MONTH, **PROCEDURE})),
    Grain(OpenDay, Fact, open_by_day),
)

#: Days of a fact that a row may be counted by.
DAYS_COUNTED_BY = tuple(dict.fromkeys((*DAYS, *(by.day for by in OpenBy))))


def listed(names: Sequence[str], prefix: str = "") -> str:
    return ", ".join(f"{prefix}{name}" for name in names)
