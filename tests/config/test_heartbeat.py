import time

import pytest
from django.core.cache import cache

from config.tasks import heartbeat, is_alive

SIGNS = ("worker", "beat", "tasks")


def comes_alive(name: str, *, within: float = 10) -> bool:
    deadline = time.monotonic() + within
    while not is_alive(name) and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_alive(name)


@pytest.fixture(autouse=True)
def _no_signs_of_life():
    cache.delete_many([f"sign-of-life:{name}" for name in SIGNS])


def test_sending_the_heartbeat_shows_beat_alive_though_no_worker_runs():
    heartbeat.apply_async(expires=1)
    assert is_alive("beat")
    assert not is_alive("tasks")


@pytest.mark.usefixtures("worker")
def test_a_worker_shows_itself_without_being_sent_anything():
    assert comes_alive("worker")
    assert not is_alive("beat")


@pytest.mark.usefixtures("worker")
def test_a_heartbeat_sent_is_carried_out_by_the_worker():
    heartbeat.apply_async(expires=10)
    assert comes_alive("tasks")
