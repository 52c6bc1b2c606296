"""Text messages through an HTTP gateway that takes JSON (docs/operations.md has the protocol)."""

import hashlib
import hmac
import time
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import orjson
from django.conf import settings

from caseflow.notices.backends.base import Backend, Letter, Refused, Unavailable

#: Wrong key, too many at once, try again: nothing is wrong with the address.
NOT_ABOUT_THE_ADDRESS = (401, 403, 404, 405, 408, 425, 429)


class SmsGatewayBackend(Backend):
    def send(self, letter: Letter) -> str:
        body = orjson.dumps(
            {
                "to": letter.address,
                "text": letter.body,
                "sender": settings.NOTICES_SMS_SENDER,
                "reference": letter.reference,
            }
        )
        try:
            # The address is a setting, read as http or https.
            with urlopen(signed(body), timeout=settings.EMAIL_TIMEOUT) as answer:  # noqa: S310
                return f"http {answer.status}"
        except HTTPError as refused:
            raise reason_of(refused.code) from None
        except (OSError, HTTPException) as away:
            raise Unavailable(type(away).__name__) from None


def signed(body: bytes) -> Request:
    """The signature covers the instant and the body, so that nobody can change or replay it."""
    now = str(int(time.time()))
    key = settings.NOTICES_SMS_SECRET.encode()
    mark = hmac.new(key, now.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "Signature": f"t={now},v1={mark}"}
    return Request(settings.NOTICES_SMS_URL, data=body, headers=headers, method="POST")  # noqa: S310


def reason_of(code: int) -> Refused | Unavailable:
    is_about_the_address = 400 <= code < 500 and code not in NOT_ABOUT_THE_ADDRESS
    return Refused(f"http {code}") if is_about_the_address else Unavailable(f"http {code}")
