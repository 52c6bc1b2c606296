from caseflow.indicators.models.alarms import Discrepancy
from caseflow.indicators.models.bins import (
    Bin,
    CenterMonthBin,
    DayBin,
    MonthBin,
    ProcedureMonthBin,
)
from caseflow.indicators.models.facts import Fact, StaleCase
from caseflow.indicators.models.open import OpenBy, OpenDay
from caseflow.indicators.models.published import PublishedFigure
from caseflow.indicators.models.renewals import Renewal, RenewalMonth, RenewalPart
from caseflow.indicators.models.tallies import (
    CenterDay,
    CenterMonth,
    Count,
    MonthTally,
    ProcedureDay,
    ProcedureMonth,
    Role,
    Tally,
)

__all__ = [
    "Bin",
    "CenterDay",
    "CenterMonth",
    "CenterMonthBin",
    "Count",
    "DayBin",
    "Discrepancy",
    "Fact",
    "MonthBin",
    "MonthTally",
    "OpenBy",
    "OpenDay",
    "ProcedureDay",
    "ProcedureMonth",
    "ProcedureMonthBin",
    "PublishedFigure",
    "Renewal",
    "RenewalMonth",
    "RenewalPart",
    "Role",
    "StaleCase",
    "Tally",
]
