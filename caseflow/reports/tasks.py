from celery import shared_task
from django.utils import timezone

from caseflow.reports.subscriptions import writing


@shared_task(name="reports.write_subscribed")
def write_subscribed() -> None:
    writing.write_due(at=timezone.now())
