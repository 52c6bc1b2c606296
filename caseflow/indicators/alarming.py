"""Checks that run by themselves: each difference is logged and kept where administrators look."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from caseflow.indicators.comparing import Difference, all_counted, check_cases, check_facts
from caseflow.indicators.models import Discrepancy
from caseflow.indicators.rebuilding import mend_month, months, ranges
from caseflow.indicators.tallying import renew_facts

log = logging.getLogger(__name__)


def reconcile(*, at: datetime) -> int:
    """Tables against the facts; what differs is mended. Answers how many rows did."""
    return sum(alarm(mend_month(*month), at=at, is_mended=True) for month in months())


def prove(*, at: datetime) -> int:
    """Facts against the log, and against what the machine left on the cases.

    The log is right, so facts are mended by it, and the tables by them; a case that contradicts
    its own log is left as it is, for `verify_evidence` and for people.
    """
    by_log = by_cases = 0
    for cases in ranges():
        if wrong := check_facts(cases):
            by_log += alarm(wrong, at=at, is_mended=True)
            renew_facts(all_counted(cases))
        by_cases += alarm(check_cases(cases), at=at, is_mended=False)
    return by_log + by_cases + (reconcile(at=at) if by_log else 0)


def alarm(differences: Iterable[Difference], *, at: datetime, is_mended: bool) -> int:
    rows = list(rows_of(differences, at=at, is_mended=is_mended))
    for row in rows:
        log.error("The count was wrong: %s", row)
    Discrepancy.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def rows_of(
    differences: Iterable[Difference], *, at: datetime, is_mended: bool
) -> Iterator[Discrepancy]:
    for difference in differences:
        yield Discrepancy(
            found_at=at,
            against=difference.against,
            table=difference.table,
            row=difference.row,
            stored=difference.stored or {},
            counted=difference.counted or {},
            is_mended=is_mended,
        )
