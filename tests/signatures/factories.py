import threading
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from signatures.backends.base import Signed
from signatures.backends.pkcs12 import Pkcs12Backend
from signatures.models import Signature
from signatures.signing import sign

AT = datetime(2025, 9, 23, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
WORDS = {"reason": "Trả kết quả", "location": "Xã Bản Nguyên", "at": AT}


class MeetingBackend(Pkcs12Backend):
    """Signs only when six threads have come this far, so that all of them try to insert."""

    meeting = threading.Barrier(6, timeout=20)

    def sign(self, document: bytes, **words: Any) -> Signed:
        self.meeting.wait()
        return super().sign(document, **words)


def sign_once(document: bytes, *, reference: str = "application/1/result/1") -> Signature:
    return sign(document, reference=reference, holder="H44.5", **WORDS)


def signed_bytes(document: bytes) -> bytes:
    return Pkcs12Backend(holder="H44.5").sign(document, **WORDS).document
