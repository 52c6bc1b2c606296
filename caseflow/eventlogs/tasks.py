from celery import shared_task
from django.utils import timezone

from caseflow.eventlogs import slices


@shared_task(name=slices.TASK)
def write() -> None:
    slices.carry_out()


@shared_task(name="eventlogs.remove_old")
def remove_old() -> None:
    slices.remove_old(at=timezone.now())
