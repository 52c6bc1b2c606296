"""The signed statement that a result carries in its QR code.

It stands inside the document that it speaks of, so it cannot hold that document's digest. It holds
the digest of the sheet the document is made from, which is frozen before (docs/decisions/0005).
"""

import logging
from datetime import datetime

from caseflow.applications.evidence import canonical, digest
from caseflow.applications.models import Event
from caseflow.issuing.rendering import Sheet
from signatures import statements
from signatures.backends.base import SigningRefused
from signatures.statements import Claims

log = logging.getLogger(__name__)


def with_proof(sheet: Sheet, event: Event, *, reference: str, at: datetime) -> Sheet:
    """The same sheet gets the same statement, however often this is asked.

    `event` decided, and comes with the offices of its case. Raises SigningUnavailable; where the
    system has no key at all, results are issued without statements.
    """
    case = event.application
    claims = Claims(
        number=sheet["number"],
        kind=sheet.get("result_type", ""),
        digest=content_digest(sheet),
        agency_code=case.deciding_agency.code,
        agency=case.deciding_agency.name,
        holder=sheet["applicant"]["name"],
        outcome=case.outcome,
        at=event.at,
    )
    try:
        return sheet | {"proof": statements.state(claims, reference=reference, at=at).text}
    except SigningRefused as refusal:
        log.warning("A result goes without its statement: %s", refusal)
        return sheet


def content_digest(sheet: Sheet) -> str:
    """Of what the document says, without the statement about it."""
    return digest(canonical({name: sheet[name] for name in sheet if name != "proof"}))
