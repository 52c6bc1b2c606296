from celery import shared_task
from django.utils import timezone

from caseflow.indicators import alarming, renewing, tallying


@shared_task(name="indicators.count_stale")
def count_stale() -> None:
    tallying.count_stale()


@shared_task(name="indicators.reconcile")
def reconcile() -> None:
    alarming.reconcile(at=timezone.now())


@shared_task(name="indicators.prove")
def prove() -> None:
    alarming.prove(at=timezone.now())


@shared_task(name=renewing.TASK)
def renew() -> None:
    """A slice at a time, so that other work gets between."""
    if renewing.carry_out():
        renew.delay()
