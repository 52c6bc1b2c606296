"""The reports made of tables, by the key that addresses and subscriptions name them with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.reports import (
    ageing,
    bottlenecks,
    data_quality,
    figures,
    filing_quality,
    lateness,
    risk,
    workload,
)
from caseflow.reports.selections import Selection
from caseflow.reports.tables import Table


@dataclass(frozen=True, slots=True)
class Report:
    """`build` gives its tables: the first one holds the figures that a mail tells."""

    key: str
    name: Promise
    about: Promise
    build: Callable[..., list[Table]]
    #: The table that comes with a mail.
    main: str
    #: Whether its first table is a picture, too.
    is_drawn: bool = True

    def attached(self, tables: list[Table]) -> Table:
        return next(table for table in tables if table.key == self.main)

    def table(self, key: str, selection: Selection, *, now: datetime) -> Table | None:
        tables = self.build(selection, now=now)
        return next((table for table in tables if table.key == key), None)


REPORTS = {
    report.key: report
    for report in (
        Report(
            "lateness",
            _("Lateness and its causes"),
            _("Which files ended late, and who or what had them when they became due."),
            lateness.tables,
            main="causes",
        ),
        Report(
            "late-risk",
            _("At risk of lateness"),
            _("Open files that are due within a few working days, by desk, and why they wait."),
            risk.tables,
            main="files",
        ),
        Report(
            "ageing",
            _("Age of open files"),
            _("How long open files have been here, by who has them now."),
            ageing.tables,
            main="holders",
        ),
        Report(
            "bottlenecks",
            _("Bottlenecks"),
            _("In which step files wait longest, over the period and now, by office."),
            bottlenecks.tables,
            main="steps",
        ),
        Report(
            "workload",
            _("Workload"),
            _("Files open, taken in and ended, by office and, within the office, by person."),
            workload.tables,
            main="offices",
        ),
        Report(
            "data-quality",
            _("Quality of data"),
            _("Files that lack what they should have or contradict themselves."),
            data_quality.tables,
            main="checks",
        ),
        Report(
            "filing-quality",
            _("Quality of filing data"),
            _("What was declared beside what accounts, codes and devices say."),
            filing_quality.tables,
            main="centers",
        ),
        Report(
            "indicators",
            _("Indicators"),
            _("Every rate with its counts, definition and source, and what was published."),
            figures.tables,
            main="indicators",
            is_drawn=False,
        ),
    )
}
