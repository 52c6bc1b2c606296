"""A rebuild of everything that many workers share, and that goes on where it was interrupted.

Ranges of cases come first: their facts are read from the log, a batch and the mark of its range in
one transaction, at any number of workers at once. Then the tables follow, a month in a transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from celery import current_app
from django.db import transaction
from django.db.models import F, Max, Min, Q, Sum
from django.utils import timezone

from caseflow.applications.models import Application
from caseflow.indicators.facts import Cases
from caseflow.indicators.models import Renewal, RenewalMonth, RenewalPart
from caseflow.indicators.rebuilding import fill_month, months
from caseflow.indicators.tallying import renew_facts

TASK = "indicators.renew"
#: Keys of one range; a worker takes a range for one batch at a time.
PART = 50_000
#: About a second of work, for which the count of new deeds has to wait.
BATCH = 2000
SLICE_SECONDS = 5.0
LEFT = Q(next_key__lt=F("end_key"))


@dataclass(frozen=True, slots=True)
class Progress:
    #: Of cases whose facts are still to be read.
    keys_left: int
    #: Facts that were otherwise than their chains tell them.
    changed: int
    months_left: int


@transaction.atomic
def begin(*, at: datetime) -> Renewal:
    """Asks for a rebuild; finds the one that is under way.

    It is there with all its parts or not at all: without any, its months would be counted first.
    """
    renewal, is_new = Renewal.objects.get_or_create(finished_at=None, defaults={"begun_at": at})
    if is_new:
        lay_out_parts(renewal)
    return renewal


def lay_out_parts(renewal: Renewal) -> None:
    """Up to the newest case; later ones are counted by the follower."""
    ends = Application.objects.aggregate(first=Min("pk"), last=Max("pk"))
    first, beyond = ends["first"] or 1, (ends["last"] or 0) + 1
    RenewalPart.objects.bulk_create(
        RenewalPart(renewal=renewal, next_key=start, end_key=min(start + PART, beyond))
        for start in range(first, beyond, PART)
    )


def ask_for_help() -> None:
    """Asked for again and again, so that each worker with time takes part; a lost message costs
    nothing but time."""
    current_app.send_task(TASK, expires=SLICE_SECONDS)


def carry_out(*, seconds: float = SLICE_SECONDS) -> bool:
    """A slice of the rebuild that is under way; whether more is left to do."""
    renewal, until = Renewal.objects.filter(finished_at=None).first(), monotonic() + seconds
    if renewal is None:
        return False
    while read_batch(renewal) or count_month(renewal):
        if monotonic() > until:
            return True
    return not finished(renewal)


@transaction.atomic
def read_batch(renewal: Renewal) -> bool:
    """Facts of the next cases of a range nobody else is at; False when there is none."""
    ranges = renewal.parts.filter(LEFT).order_by("pk")
    part = ranges.select_for_update(skip_locked=True).first()
    if part is None:
        return False
    beyond = min(part.next_key + BATCH, part.end_key)
    part.changed += renew_facts(Cases(first=part.next_key, last=beyond - 1))
    part.next_key = beyond
    part.save()
    return True


@transaction.atomic
def count_month(renewal: Renewal) -> bool:
    """The tables of the next month; False while facts are being read, and when none is left."""
    if renewal.parts.filter(LEFT).exists():
        return False
    lay_out_months(renewal)
    waiting = renewal.months.filter(is_counted=False).order_by("first")
    month = waiting.select_for_update(skip_locked=True).first()
    if month is None:
        return False
    fill_month(month.first, month.last)
    month.is_counted = True
    month.save()
    return True


def lay_out_months(renewal: Renewal) -> None:
    if Renewal.objects.filter(pk=renewal.pk, months_laid_out=False).update(months_laid_out=True):
        RenewalMonth.objects.bulk_create(
            RenewalMonth(renewal=renewal, first=first, last=last) for first, last in months()
        )


@transaction.atomic
def finished(renewal: Renewal) -> bool:
    """Another worker may still hold the last batch; then it is the one to find nothing left."""
    same = Renewal.objects.filter(pk=renewal.pk)
    waiting = renewal.months.filter(is_counted=False)
    if not renewal.parts.filter(LEFT).exists() and not waiting.exists():
        same.filter(finished_at=None, months_laid_out=True).update(finished_at=timezone.now())
    return same.exclude(finished_at=None).exists()


def progress(renewal: Renewal) -> Progress:
    parts = renewal.parts.aggregate(
        keys_left=Sum(F("end_key") - F("next_key"), default=0), changed=Sum("changed", default=0)
    )
    return Progress(**parts, months_left=renewal.months.filter(is_counted=False).count())
