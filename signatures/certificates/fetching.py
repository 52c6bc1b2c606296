"""Fetching revocation lists. Signing never waits for it; what fails is written down and shown."""

import logging
from datetime import datetime, timedelta
from http.client import HTTPException
from time import monotonic
from urllib.request import Request, urlopen

from django.conf import settings

from signatures.certificates import lists
from signatures.certificates.reading import ImportRefused
from signatures.models import RevocationService

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)
PIECE = 64 * 1024


class FetchFailed(Exception):
    """Nothing usable came; another try may help."""


def fetch_due(*, at: datetime) -> list[RevocationService]:
    """One try for each address whose time has come; those that were tried."""
    for url in settings.SIGNATURES_REVOCATION_URLS:
        RevocationService.objects.get_or_create(url=url)
    services = RevocationService.objects.filter(url__in=settings.SIGNATURES_REVOCATION_URLS)
    due = [service for service in services.order_by("pk") if is_due(service, at=at)]
    for service in due:
        fetch(service, at=at)
    return due


def is_due(service: RevocationService, *, at: datetime) -> bool:
    """Some hours after a list, with growing pauses after failures."""
    if service.tried_at is None:
        return True
    usual = timedelta(hours=settings.SIGNATURES_REVOCATION_HOURS)
    grown = min(FIRST_PAUSE * 2 ** min(service.failures - 1, 10), LONGEST_PAUSE)
    return at >= service.tried_at + (grown if service.failures else usual)


def fetch(service: RevocationService, *, at: datetime) -> None:
    try:
        lists.keep(download(service.url), source=service.url, at=at)
    except (FetchFailed, ImportRefused) as problem:
        service.failures += 1
        service.problem = str(problem)
        log.warning("No revocation list from %s: %s", service.url, problem)
    else:
        service.failures, service.problem, service.succeeded_at = 0, "", at
    service.tried_at = at
    service.save(update_fields=["failures", "problem", "succeeded_at", "tried_at"])


def download(url: str) -> bytes:
    """Whole, within SIGNATURES_REVOCATION_SECONDS however slowly it drips; raises `FetchFailed`."""
    most, seconds = lists.bytes_at_most(), settings.SIGNATURES_REVOCATION_SECONDS
    until, content = monotonic() + seconds, b""
    try:
        # The address is the operator's own, from the settings.
        request = Request(url, headers={"User-Agent": "Caseflow"})  # noqa: S310
        with urlopen(request, timeout=seconds) as answer:  # noqa: S310
            while piece := answer.read1(PIECE):
                content += piece
                if len(content) > most or monotonic() > until:
                    raise FetchFailed("the list is too large or comes too slowly")
    except (OSError, HTTPException, ValueError) as error:
        raise FetchFailed(f"{type(error).__name__}: {error}") from error
    return content
