from celery import shared_task
from django.utils import timezone

from caseflow.notices import awaiting, digests, keeping, reminding, sending
from caseflow.notices.states import Channel


@shared_task(name="notices.send", soft_time_limit=40, time_limit=50)
def send(channel: str) -> None:
    sending.send_due(Channel(channel))


@shared_task(name="notices.remind_of_reception")
def remind_of_reception() -> None:
    reminding.remind_of_reception(at=timezone.now())


@shared_task(name="notices.morning")
def morning() -> None:
    digests.send_digests(at=timezone.now())
    awaiting.remind_of_answers(at=timezone.now())


@shared_task(name="notices.purge")
def purge() -> None:
    keeping.purge(at=timezone.now())
