from celery import shared_task
from django.utils import timezone

from caseflow.payments import sweeping


@shared_task(name="payments.sweep")
def sweep() -> None:
    sweeping.sweep(at=timezone.now())
