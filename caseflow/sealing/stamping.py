"""Time stamps on seals: asked for with each seal, and later again while the service was away."""

import logging

from caseflow.sealing.models import Seal, SealStamp
from signatures import stamp_tokens
from signatures.backends.base import SigningUnavailable
from signatures.backends.time_stamps import time_stamps

log = logging.getLogger(__name__)

#: A service that comes back after long is not asked for everything at once.
AT_ONCE = 50


def stamp_waiting() -> int:
    """How many seals got their stamp; the others wait while the service is out of reach."""
    stamped = 0
    for seal in Seal.objects.unstamped()[:AT_ONCE]:
        try:
            stamp(seal)
        except SigningUnavailable as away:
            log.warning("Seal %s waits for its time stamp: %s", seal.number, away)
            break
        stamped += 1
    return stamped


def stamp(seal: Seal) -> None:
    digest = bytes.fromhex(seal.digest)
    token = time_stamps().stamp(digest)
    told = stamp_tokens.read(token, digest)
    SealStamp.objects.get_or_create(
        seal=seal,
        defaults={"token": token, "stamped_at": told.at, "authority": told.authority[:300]},
    )
