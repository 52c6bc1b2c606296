"""Services as they are on a bad day; for tests and for trying what an office would see."""

import time

from caseflow.notices.backends.base import Backend, Letter, Refused, Unavailable
from caseflow.notices.backends.outbox import OutboxBackend


class FailingBackend(Backend):
    """Is away."""

    def send(self, letter: Letter) -> str:
        raise Unavailable("failing")


class RefusingBackend(OutboxBackend):
    """Refuses every address with "refused" in it, for good."""

    def send(self, letter: Letter) -> str:
        if "refused" in letter.address:
            raise Refused("refusing")
        return super().send(letter)


class BreakingBackend(OutboxBackend):
    """Breaks on every address with "broken" in it, in a way nobody foresaw."""

    def send(self, letter: Letter) -> str:
        if "broken" in letter.address:
            raise RuntimeError
        return super().send(letter)


class SlowBackend(OutboxBackend):
    """Takes its time."""

    seconds = 0.5

    def send(self, letter: Letter) -> str:
        time.sleep(self.seconds)
        return super().send(letter)
