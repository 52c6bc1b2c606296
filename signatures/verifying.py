import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from signatures.backends.base import DEMONSTRATION
from signatures.states import Finding

log = logging.getLogger(__name__)

#: The examiner needs a second to start; a document that takes longer than this is not one of ours.
SECONDS = 15
#: Readers accept a header that starts within the first kilobyte.
HEADER_WITHIN = 1024
#: The child sees nothing of our environment: no secret for a hostile document to find.
EXAMINER = (sys.executable, "-m", "signatures.backends.pdf_validation")


@dataclass(frozen=True, kw_only=True)
class SignatureReport:
    signer: str
    identifier: str
    subject: str
    issuer: str
    serial_number: str
    fingerprint: str
    valid_from: datetime
    valid_to: datetime
    signed_at: datetime | None
    level: str
    intact: bool
    trusted: bool
    covers_whole_document: bool

    @property
    def demonstration(self) -> bool:
        return DEMONSTRATION in self.issuer


@dataclass(frozen=True)
class Verdict:
    finding: Finding
    signatures: Sequence[SignatureReport] = ()

    @property
    def is_pdf(self) -> bool:
        return self.finding != Finding.NOT_A_PDF

    @property
    def signed(self) -> bool:
        return bool(self.signatures)

    @property
    def message(self) -> str:
        return str(self.finding.label)


def verify(document: bytes, *, at: datetime) -> Verdict:
    """What the signatures of a document are worth; any bytes get a verdict, within SECONDS."""
    if b"%PDF-" not in document[:HEADER_WITHIN]:
        return Verdict(Finding.NOT_A_PDF)
    reports = examine(document, at=at)
    if reports is None:
        return Verdict(Finding.UNREADABLE)
    return Verdict(finding_of(reports), reports)


def examine(document: bytes, *, at: datetime) -> list[SignatureReport] | None:
    """None where the examiner gave up, was stopped, or died of the document."""
    command = [*EXAMINER, at.isoformat(), *map(str, trust_anchors())]
    try:
        finished = subprocess.run(  # noqa: S603 - our own module and files
            command,
            input=document,
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={},
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        log.info("A document could not be examined: %s", type(error).__name__)
        return None
    return [report_from(found) for found in json.loads(finished.stdout)]


def trust_anchors() -> list[Path]:
    return sorted(settings.SIGNATURES_TRUST_DIR.glob("*.pem"))


def report_from(found: dict[str, Any]) -> SignatureReport:
    instants = {
        name: datetime.fromisoformat(found[name])
        for name in ("valid_from", "valid_to", "signed_at")
        if found[name]
    }
    return SignatureReport(**found | instants)


def finding_of(reports: Sequence[SignatureReport]) -> Finding:
    if not reports:
        return Finding.UNSIGNED
    whole = any(report.covers_whole_document for report in reports)
    if not whole or not all(report.intact for report in reports):
        return Finding.ALTERED
    if not all(report.trusted for report in reports):
        return Finding.UNTRUSTED_SIGNER
    return Finding.GENUINE
