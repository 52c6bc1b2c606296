from celery import shared_task

from caseflow.indicators import tallying


@shared_task(name="indicators.recount_stale")
def recount_stale() -> None:
    tallying.recount_stale()


@shared_task(name="indicators.recount")
def recount() -> None:
    tallying.recount_everything()
