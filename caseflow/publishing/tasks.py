from celery import shared_task
from django.utils import timezone

from caseflow.publishing import scheduled


@shared_task(name="publishing.publish_due")
def publish_due() -> None:
    scheduled.publish_due(at=timezone.now())
