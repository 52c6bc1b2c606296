"""People who file at the same time, and what each of their requests came to."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Thread
from typing import Any

import httpx

from tests.journeys.client import Caller
from tests.journeys.system import System

FILERS = 6


@dataclass
class Load:
    system: System
    token: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    #: Key → status and error code, or the exception, of what was not acknowledged.
    unanswered: dict[str, Any] = field(default_factory=dict)
    over: Event = field(default_factory=Event)

    def file_on_and_on(self, name: str) -> None:
        with closing(Caller(self.system.address, self.token, patience=10)) as caller:
            for serial in count():
                if self.over.is_set():
                    return
                self.file(caller, f"{name}-{serial}")

    def file(self, caller: Caller, key: str) -> None:
        try:
            answer = caller.file(self.system.filing(), key=key)
        except httpx.TransportError as error:
            self.unanswered[key] = type(error).__name__
            self.over.wait(0.1)
            return
        if answer.status_code in (200, 201):
            self.acknowledged[key] = answer.parsed.number
        else:
            self.unanswered[key] = (int(answer.status_code), answer.parsed.code)
            self.over.wait(0.1)

    def repeat_what_was_not_answered(self) -> None:
        """As a client does that lost the connection: the same body under the same key."""
        keys, self.unanswered = list(self.unanswered), {}
        with closing(Caller(self.system.address, self.token)) as caller:
            for key in keys:
                self.file(caller, key)


@contextmanager
def filing_in_parallel(system: System, name: str) -> Iterator[Load]:
    """Six people file without a pause until the block ends."""
    load = Load(system, system.token("citizen"))
    threads = [Thread(target=load.file_on_and_on, args=[f"{name}-{n}"]) for n in range(FILERS)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.over.set()
        for thread in threads:
            thread.join()
