from typing import Any

from signatures.backends.base import Signed, SigningRefused, SigningUnavailable
from signatures.backends.fake import FakeBackend


class FailingBackend(FakeBackend):
    """A signer that is out of reach."""

    def sign(self, document: bytes, **words: Any) -> Signed:
        raise SigningUnavailable("the failing backend is never in reach")


class RefusingBackend(FakeBackend):
    """A signer that will not sign, however often it is asked."""

    def sign(self, document: bytes, **words: Any) -> Signed:
        raise SigningRefused("the refusing backend signs nothing")
