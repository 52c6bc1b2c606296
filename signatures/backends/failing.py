from datetime import datetime

from signatures.backends.base import SigningRefused, SigningUnavailable
from signatures.backends.fake import FakeBackend


class FailingBackend(FakeBackend):
    """A signer that is out of reach."""

    def sign(self, document: bytes, *, reason: str, location: str, at: datetime) -> bytes:
        raise SigningUnavailable("the failing backend is never in reach")


class RefusingBackend(FakeBackend):
    """A signer that will not sign, however often it is asked."""

    def sign(self, document: bytes, *, reason: str, location: str, at: datetime) -> bytes:
        raise SigningRefused("the refusing backend signs nothing")
