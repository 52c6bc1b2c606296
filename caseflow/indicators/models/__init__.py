from caseflow.indicators.models.alarms import Discrepancy
from caseflow.indicators.models.facts import Fact, StaleCase
from caseflow.indicators.models.open import OpenBy, OpenDay
from caseflow.indicators.models.published import PublishedFigure
from caseflow.indicators.models.renewals import Renewal, RenewalMonth, RenewalPart
from caseflow.indicators.models.spreads import (
    CenterMonthSpread,
    DaySpread,
    MonthSpread,
    ProcedureMonthSpread,
    Spread,
)
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
    "CenterDay",
    "CenterMonth",
    "CenterMonthSpread",
    "Count",
    "DaySpread",
    "Discrepancy",
    "Fact",
    "MonthSpread",
    "MonthTally",
    "OpenBy",
    "OpenDay",
    "ProcedureDay",
    "ProcedureMonth",
    "ProcedureMonthSpread",
    "PublishedFigure",
    "Renewal",
    "RenewalMonth",
    "RenewalPart",
    "Role",
    "Spread",
    "StaleCase",
    "Tally",
]
