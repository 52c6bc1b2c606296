from celery import shared_task

from caseflow.applications import bulk
from caseflow.applications.following import follow


@shared_task(name="applications.follow")
def follow_log(name: str) -> None:
    follow(name)


@shared_task(name=bulk.TASK)
def carry_out_bulk_deeds() -> None:
    bulk.carry_out()
