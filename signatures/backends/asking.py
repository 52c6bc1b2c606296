"""POST to a service that signs or stamps, with an end to the waiting and to the answer."""

from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import IO, Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.utils.translation import gettext as _

from signatures.backends.base import SigningUnavailable

ANSWER_BYTES = 1 << 20
PIECE_BYTES = 1 << 16


class Declined(Exception):
    """The service answered, and the answer is no."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"http {status}")
        self.status, self.body = status, body


class StayHere(HTTPRedirectHandler):
    """A service that sends us elsewhere is not believed."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        return None


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float) -> bytes:
    """`seconds` are for the whole answer. Raises Declined, and SigningUnavailable for none."""
    until = monotonic() + seconds
    request = Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 - a setting
    try:
        with build_opener(StayHere).open(request, timeout=seconds) as answer:
            return read(answer, until)
    except HTTPError as no:
        with no:
            raise Declined(no.code, no.read(ANSWER_BYTES)) from no
    except (OSError, HTTPException) as away:
        told = _("The service is out of reach: %(why)s.")
        raise SigningUnavailable(told % {"why": type(away).__name__}) from away


def read(answer: HTTPResponse, until: float) -> bytes:
    """A service may drip: each piece comes in time, and the whole never does."""
    pieces = bytearray()
    while piece := answer.read1(PIECE_BYTES):
        pieces += piece
        if len(pieces) > ANSWER_BYTES:
            raise SigningUnavailable(_("The service answers without end."))
        if monotonic() > until:
            raise SigningUnavailable(_("The service takes too long."))
    return bytes(pieces)
