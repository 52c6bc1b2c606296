"""Mending the count from the log, in ranges of cases and months of tables.

Ranges and months bound the memory, and let many workers share a rebuild.
"""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import Max, Min

from caseflow.applications.following import follow
from caseflow.applications.models import Application
from caseflow.indicators.comparing import (
    Difference,
    all_counted,
    check_cases,
    check_facts,
    check_month,
    pending,
)
from caseflow.indicators.days import last_of_month
from caseflow.indicators.facts import Cases
from caseflow.indicators.grains import DAYS_COUNTED_BY, GRAINS, listed
from caseflow.indicators.models import CenterMonth, Fact
from caseflow.indicators.months import Month
from caseflow.indicators.staging import run
from caseflow.indicators.tallying import count_stale, renew_facts, wait_for_turn

#: Cases whose chains are read in one transaction.
RANGE = 5000


def catch_up() -> int:
    """Counts what has happened; answers how many cases transactions in flight still hold back."""
    follow("indicators")
    count_stale()
    return len(pending())


def ranges() -> Iterator[Cases]:
    """All cases and facts there are, a bounded number at a time."""
    there = (Application.objects.all(), Fact.objects.all())
    ends = [end for rows in there for end in rows.aggregate(Min("pk"), Max("pk")).values() if end]
    for first in range(min(ends), max(ends) + 1, RANGE) if ends else ():
        yield Cases(first=first, last=first + RANGE - 1)


def months() -> Iterator[tuple[date, date]]:
    """First and last day of each month in which anything was counted, or happened.

    Older systems tell of days centuries away; nothing is looked for on the way there.
    """
    found = {month for day in DAYS_COUNTED_BY for month in Fact.objects.dates(day, "month")}
    for grain in GRAINS:
        found.update(grain.table.objects.dates("day", "month"))
    for first in sorted(found):
        yield first, last_of_month(first)


@transaction.atomic
def mend_month(first: date, last: date) -> list[Difference]:
    """Makes the tables what the facts say; answers what had to be changed."""
    wait_for_turn()
    found = check_month(first, last)
    if found:
        fill_month(first, last)
    return found


@transaction.atomic
def fill_month(first: date, last: date) -> None:
    """Counts a month anew, whatever stood there."""
    wait_for_turn()
    month = Month(first, last)
    month.stage()
    for grain in GRAINS:
        columns = listed((*grain.key, *grain.values))
        run(f"DELETE FROM {grain.name} WHERE {month.rows}")
        # What is read together then lies together.
        run(
            f"INSERT INTO {grain.name} ({columns}) SELECT {columns}"
            f" FROM ({month.counted(grain)}) AS counted ORDER BY {listed(grain.key)}"
        )


def recount() -> list[Difference]:
    """All tables from the facts, month by month; answers what had been otherwise.

    Where nothing was counted at all, nothing is compared.
    """
    if CenterMonth.objects.exists():
        return [difference for month in months() for difference in mend_month(*month)]
    for month in months():
        fill_month(*month)
    return []


def compare() -> list[Difference]:
    """What facts and tables say otherwise than log, cases and facts."""
    found = [each for cases in ranges() for each in (*check_facts(cases), *check_cases(cases))]
    return [*found, *(each for month in months() for each in check_month(*month))]


def rebuild() -> list[Difference]:
    """Facts anew from the log, tables anew from the facts; answers what had to be changed."""
    found: list[Difference] = []
    for cases in ranges():
        found += check_facts(cases)
        renew_facts(all_counted(cases))
    return [*found, *recount()]
