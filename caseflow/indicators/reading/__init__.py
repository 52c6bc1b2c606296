"""The only door through which anybody reads the count.

Whole months come from the tables of months, what is left of a period from those of days, and of
several tables that could answer the one with the fewest rows is asked. Places are the centres
that received the files, unless a `role` says otherwise.
"""

from caseflow.indicators.reading.listing import days_counted, rows
from caseflow.indicators.reading.open import (
    open_by_center,
    open_days,
    overdue_by_cause,
    overdue_by_center,
    overdue_days,
)
from caseflow.indicators.reading.questions import Place, settled
from caseflow.indicators.reading.spreads import (
    Bins,
    bins,
    bins_by_center,
    bins_by_month,
    bins_by_officer,
    bins_by_procedure,
    quantiles_by_center_and_month,
    slowness_of_centers,
    slowness_of_procedures,
)
from caseflow.indicators.reading.sums import (
    Totals,
    added,
    at_the_end,
    totals,
    totals_by_center,
    totals_by_day,
    totals_by_month,
    totals_by_officer,
    totals_by_procedure,
    totals_over,
)

__all__ = [
    "Bins",
    "Place",
    "Totals",
    "added",
    "at_the_end",
    "bins",
    "bins_by_center",
    "bins_by_month",
    "bins_by_officer",
    "bins_by_procedure",
    "days_counted",
    "open_by_center",
    "open_days",
    "overdue_by_cause",
    "overdue_by_center",
    "overdue_days",
    "quantiles_by_center_and_month",
    "rows",
    "settled",
    "slowness_of_centers",
    "slowness_of_procedures",
    "totals",
    "totals_by_center",
    "totals_by_day",
    "totals_by_month",
    "totals_by_officer",
    "totals_by_procedure",
    "totals_over",
]
