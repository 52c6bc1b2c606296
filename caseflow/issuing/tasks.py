from celery import shared_task
from django.utils import timezone

from caseflow.issuing.signing_orders import batches, sweeping


@shared_task(name=batches.TASK)
def sign_batches() -> None:
    batches.carry_out()


@shared_task(name="issuing.sweep_signing")
def sweep_signing() -> None:
    sweeping.sweep(at=timezone.now())
