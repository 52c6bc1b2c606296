"""What a way out of the house has to be able to do."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from caseflow.notices.states import Channel


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to go; the reference is the same at each attempt."""

    reference: str
    channel: Channel
    address: str
    subject: str
    body: str
    language: str
    account: int | None = None
    #: Only mails take one.
    attachment: Attachment | None = None
    #: Where a recipient stops messages like this one.
    unsubscribe: str = ""


class NotSent(Exception):
    """`detail` is a code without anything personal, such as "smtp 550"."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Refused(NotSent):
    """The service will never take this message for this address; the others go on."""


class Postponed(NotSent):
    """This message not now; the others go on."""


class Unavailable(NotSent):
    """The service takes nothing at the moment."""


class Backend(ABC):
    """Used as a context manager for one run; `send` returns what the service called it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(  # noqa: B027 (most backends have nothing to close)
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    @abstractmethod
    def send(self, letter: Letter) -> str: ...
