"""Each scan signed by the clerk who made it, beside the bytes as they came (Decree 118 art 19(2)).

A follower does it, so that attaching stays fast. A file that no key signs says why, and is tried
again with the case's next paper.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from caseflow.applications.models import Application, Document, Event
from caseflow.applications.papers import kinds, leafing
from caseflow.applications.states import Check, Source
from caseflow.issuing.models import SignedScan
from caseflow.issuing.signing_orders.signatories import username_of
from signatures import signing
from signatures.models import Signature
from signatures.states import HolderKind

REASON = "Xác nhận bản quét đúng với bản giấy"


def sign_scans(event: Event, *, at: datetime) -> None:
    """Whatever was scanned for this case and bears no signature yet; may be repeated."""
    for document in unsigned(event.application):
        sign(document, event.application, at=at)


def unsigned(case: Application) -> QuerySet[Document]:
    signed = SignedScan.objects.filter(application=case, signature__isnull=False)
    scans = case.documents.filter(source=Source.SCAN, file__gt="")
    missing = scans.exclude(pk__in=signed.values("document")).exclude(check_state=Check.INFECTED)
    return missing.select_related("uploaded_by").order_by("pk")


def sign(document: Document, case: Application, *, at: datetime) -> None:
    found: dict[str, object]
    try:
        found = {"signature": signature_of(document, case, at=at), "refusal": ""}
    except (signing.SigningRefused, leafing.Unreadable) as refused:
        found = {"signature": None, "refusal": str(refused)[:300]}
    SignedScan.objects.update_or_create(
        document=document,
        defaults=found | {"made_at": at},
        create_defaults=found
        | {"application": case, "signed_by": document.uploaded_by, "made_at": at},
    )


def signature_of(document: Document, case: Application, *, at: datetime) -> Signature:
    return signing.sign(
        as_pdf(document),
        reference=f"{case.number}/scan/{document.pk}",
        holder=username_of(document.uploaded_by_id),
        holder_kind=HolderKind.OFFICER,
        reason=REASON,
        location=case.receiving_center.unit.name,
        at=at,
    )


def as_pdf(document: Document) -> bytes:
    """A picture becomes a page; a PDF is signed as it came."""
    with document.file.open("rb") as content:
        if document.content_type in kinds.PHOTOGRAPHS:
            return leafing.bound([content])
        whole: bytes = content.read()
        return whole


def scans_of(case: Application) -> QuerySet[SignedScan]:
    return (
        SignedScan.objects.filter(application=case)
        .select_related("document", "signed_by", "signature__certificate")
        .order_by("document")
    )


def signed_among(documents: Sequence[Document]) -> dict[int, SignedScan]:
    """By the key of the paper; one query, none where nothing was scanned."""
    scanned = [document.pk for document in documents if document.source == Source.SCAN]
    if not scanned:
        return {}
    found = SignedScan.objects.filter(document__in=scanned)
    return {scan.document_id: scan for scan in found.select_related("signed_by", "signature")}
