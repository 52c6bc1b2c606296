from celery import shared_task
from django.conf import settings
from django.utils import timezone

from caseflow.applications import bulk, erasing, rescheduling, unanswered
from caseflow.applications.following import follow
from caseflow.applications.papers import checking, sweeping


@shared_task(name="applications.follow")
def follow_log(name: str) -> None:
    follow(name)


@shared_task(name="applications.wake")
def wake_followers() -> None:
    """The one message of a deed becomes one per follower here, where nobody waits for it."""
    for name in settings.FOLLOWERS:
        follow_log.delay(name)


@shared_task(name=bulk.TASK)
def carry_out_bulk_deeds() -> None:
    bulk.carry_out()


@shared_task(name="applications.stop_unanswered")
def stop_unanswered() -> None:
    unanswered.stop_unanswered(at=timezone.now())


@shared_task(name=rescheduling.TASK)
def carry_out_calendar_changes() -> None:
    """A slice at a time, so that other work gets between."""
    if rescheduling.carry_out(at=timezone.now()):
        carry_out_calendar_changes.delay()


@shared_task(name="applications.erase_files")
def erase_files() -> None:
    """A slice at a time, so that other work gets between; the night has many of them."""
    if erasing.purge(at=timezone.now(), seconds=60).goes_on:
        erase_files.delay()


@shared_task(name="applications.check_papers")
def check_papers() -> None:
    checking.check_waiting(at=timezone.now())


@shared_task(name="applications.sweep_papers")
def sweep_papers() -> None:
    sweeping.sweep(at=timezone.now())
