"""Text messages through an HTTP gateway that takes JSON (docs/operations.md has the protocol)."""

import hashlib
import hmac
import time
from urllib.error import HTTPError

import orjson
from django.conf import settings

from caseflow.notices.backends.base import Backend, Letter
from caseflow.notices.backends.posting import post, reason_of


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
        headers = {"Content-Type": "application/json", "Signature": signature(body)}
        try:
            return f"http {post(settings.NOTICES_SMS_URL, body, headers)}"
        except HTTPError as refused:
            raise reason_of(refused.code) from None


def signature(body: bytes) -> str:
    """Covers the instant and the body, so that nobody can change or replay it."""
    now = str(int(time.time()))
    key = settings.NOTICES_SMS_SECRET.encode()
    mark = hmac.new(key, now.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={now},v1={mark}"
