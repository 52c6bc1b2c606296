"""Wakes a sender soon. A lost hint costs seconds: beat sweeps every line anyway."""

import logging
from time import monotonic

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from caseflow.notices.states import Channel

log = logging.getLogger(__name__)


class Hint:
    """At most one message per channel, window and process."""

    window = 0.25
    #: Nobody waits for a broker that has just failed to answer another one.
    rest = 5.0

    def __init__(self) -> None:
        self.quiet_until: dict[str, float] = {}

    def __call__(self, channel: Channel) -> None:
        now = monotonic()
        if now < self.quiet_until.get(channel, 0.0):
            return
        self.quiet_until[channel] = now + self.window
        try:
            current_app.send_task("notices.send", [channel], countdown=self.window)
        except (OperationalError, RedisError, OSError) as error:
            self.quiet_until[channel] = monotonic() + self.rest
            log.warning("No hint sent, the sweep will find it: %s", type(error).__name__)


hint = Hint()
