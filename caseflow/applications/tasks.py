from celery import shared_task

from caseflow.applications.following import follow


@shared_task(name="applications.follow")
def follow_log(name: str) -> None:
    follow(name)
