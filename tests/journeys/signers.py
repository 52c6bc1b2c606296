import time
from pathlib import Path
from typing import Any

from django.conf import settings

from signatures.backends.base import Signed
from signatures.backends.pkcs12 import Pkcs12Backend

LONG = 600


def mark() -> Path:
    return Path(settings.VAR_DIR) / "signing"


class EndlessBackend(Pkcs12Backend):
    """Leaves a mark that it began and never comes to an end: time to be killed in."""

    def sign(self, document: bytes, **words: Any) -> Signed:
        mark().touch()
        time.sleep(LONG)
        return super().sign(document, **words)
