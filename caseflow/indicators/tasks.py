from celery import shared_task

from caseflow.indicators import tallying


@shared_task(name="indicators.count_stale")
def count_stale() -> None:
    tallying.count_stale()
