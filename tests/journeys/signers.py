import time
from datetime import datetime
from pathlib import Path

from django.conf import settings

from signatures.backends.pkcs12 import Pkcs12Backend

LONG = 600


def mark() -> Path:
    return Path(settings.VAR_DIR) / "signing"


class EndlessBackend(Pkcs12Backend):
    """Leaves a mark that it began and never comes to an end: time to be killed in."""

    def sign(self, document: bytes, *, reason: str, location: str, at: datetime) -> bytes:
        mark().touch()
        time.sleep(LONG)
        return super().sign(document, reason=reason, location=location, at=at)
