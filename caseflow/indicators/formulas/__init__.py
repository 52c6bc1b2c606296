"""Every rate of the product, in one place: what it is called, counts, and rests on.

A definition names totals; nothing else computes a rate.
"""

from caseflow.indicators.formulas.catalogue import CATALOGUE
from caseflow.indicators.formulas.filing import FILING
from caseflow.indicators.formulas.handling import HANDLING, ITEMS
from caseflow.indicators.formulas.results import RESULTS
from caseflow.indicators.formulas.shape import (
    PROCEDURES,
    Definition,
    Figure,
    Group,
    Period,
    counter_and_catalogue,
    figure,
    percent,
)

DEFINITIONS: tuple[Definition, ...] = (*FILING, *HANDLING, *ITEMS, *RESULTS, *CATALOGUE)

__all__ = [
    "DEFINITIONS",
    "PROCEDURES",
    "counter_and_catalogue",
    "Definition",
    "Figure",
    "Group",
    "Period",
    "figure",
    "percent",
]
