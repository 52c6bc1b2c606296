"""POST to a service, and its answers in our words."""

from collections.abc import Mapping
from http.client import HTTPException
from typing import IO, Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from caseflow.notices.backends.base import Refused, Unavailable

#: Wrong key, too many at once, try again: nothing is wrong with the address.
NOT_ABOUT_THE_ADDRESS = (401, 403, 404, 405, 408, 425, 429)


class StayHere(HTTPRedirectHandler):
    """A service that sends us elsewhere is not believed."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        return None


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status; raises `HTTPError` for what is no success, `Unavailable` without an answer."""
    # Who calls names http or https: a setting, or an address that was checked when it came.
    request = Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310
    try:
        with build_opener(StayHere).open(request, timeout=settings.EMAIL_TIMEOUT) as answer:
            return int(answer.status)
    except HTTPError:
        raise
    except (OSError, HTTPException) as away:
        raise Unavailable(type(away).__name__) from None


def reason_of(code: int) -> Refused | Unavailable:
    is_about_the_address = 400 <= code < 500 and code not in NOT_ABOUT_THE_ADDRESS
    return Refused(f"http {code}") if is_about_the_address else Unavailable(f"http {code}")
