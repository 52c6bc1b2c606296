"""Signs of life: beat and the workers each leave their own, and a task proves the way between."""

import time
from typing import Any

from celery import shared_task
from celery.signals import before_task_publish, heartbeat_sent
from django.core.cache import cache

HEARTBEAT = "config.heartbeat"
FRESH_FOR = 20


def leave_sign(of: str) -> None:
    cache.set(f"sign-of-life:{of}", time.time(), timeout=FRESH_FOR)


def is_alive(name: str) -> bool:
    return cache.get(f"sign-of-life:{name}") is not None


@shared_task(name=HEARTBEAT, ignore_result=True)
def heartbeat() -> None:
    leave_sign("tasks")


@before_task_publish.connect(sender=HEARTBEAT)
def beat_sent_one(**_: Any) -> None:
    """Only beat sends this task, so sending it is beat's own sign, worker or no worker."""
    leave_sign("beat")


@heartbeat_sent.connect
def worker_is_up(**_: Any) -> None:
    leave_sign("worker")
