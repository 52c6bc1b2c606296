from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from caseflow.sealing import making, stamping


@shared_task(name="sealing.seal")
def seal_days() -> None:
    making.seal_missing(through=timezone.localdate() - timedelta(days=1), at=timezone.now())


@shared_task(name="sealing.stamp")
def stamp_seals() -> None:
    stamping.stamp_waiting()
