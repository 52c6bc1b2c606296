"""Certified electronic copies: pictures of an original, the words of certification, one signature.

Decree 23/2015/NĐ-CP art 20 and Decree 45/2020/NĐ-CP art 10: a copy has a number in the book of the
agency and year, and counts as the original does. The original's own file lies inside.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from caseflow.applications.models import Application, Document, Event
from caseflow.applications.papers import leafing
from caseflow.issuing import rendering, results, sheets
from caseflow.issuing.models import CertifiedCopy, CopyBook, Result
from caseflow.issuing.signing_orders.signatories import username_of
from caseflow.issuing.sources import office_time
from signatures import signing
from signatures.models import Signature
from signatures.signing import Appearance
from signatures.states import HolderKind

SIGNING_REASON = "Chứng thực bản sao điện tử từ bản chính"
#: Of a page drawn for the copy: A4 at about 150 dots per inch.
PIXELS = 1240
ORIGINAL = "original"
Original = Result | Document


def make(event: Event, *, at: datetime) -> CertifiedCopy:
    """The one copy of this deed; may be repeated after an interruption at any point."""
    copy = entered(event, at=at)
    if copy.signature_id is None:
        signature = signing.sign(
            render(copy),
            reference=copy.reference,
            holder=username_of(copy.certified_by_id),
            holder_kind=HolderKind.OFFICER,
            reason=SIGNING_REASON,
            location=event.application.deciding_agency.unit.name,
            at=at,
            appearance=appearance(copy),
        )
        finish(copy, signature)
    return copy


def appearance(copy: CertifiedCopy) -> Appearance:
    sheet = copy.sheet or {}
    return Appearance(
        name=sheet["signer"]["name"] or copy.certified_by.get_username(),
        title=sheet["signer"]["title"],
        agency=sheet["office"],
        qr=sheet["lookup"],
    )


@transaction.atomic
def entered(event: Event, *, at: datetime) -> CertifiedCopy:
    """The line in the book; its number is given once."""
    case = event.application
    book = locked_book(case, year=office_time(event.at).year)
    if kept := CertifiedCopy.objects.filter(event=event).select_related("certified_by").first():
        return kept
    if event.actor_id is None:
        raise LookupError(f"{event} was certified by nobody")
    original = original_of(event)
    book.last += 1
    book.save(update_fields=["last"])
    sheet = sheets.copy(
        event,
        original=facts_of(original, case),
        leaves=[f"leaf-{page}.jpg" for page in range(1, pages_of(original) + 1)],
        register=f"{book.last}/{book.year}",
        demonstration=results.is_signed_for_show(event),
    )
    return CertifiedCopy.objects.create(
        application=case,
        event=event,
        number=sheet["number"],
        book=book,
        serial=book.last,
        result=original if isinstance(original, Result) else None,
        document=original if isinstance(original, Document) else None,
        original_digest=event.payload["digest"],
        pages=len(sheet["leaves"]),
        certified_by_id=event.actor_id,
        edition=sheet["edition"],
        reference=f"{case.number}/copy/{event.sequence}",
        sheet=sheet,
        size=0,
        made_at=at,
    )


def locked_book(case: Application, *, year: int) -> CopyBook:
    CopyBook.objects.get_or_create(agency=case.deciding_agency, year=year)
    books = CopyBook.objects.select_for_update(no_key=True)
    return books.get(agency=case.deciding_agency, year=year)


def original_of(event: Event) -> Original:
    told = event.payload
    if "document" in told:
        return Document.objects.get(pk=told["document"], application=event.application_id)
    return Result.objects.get(reference=told["result"])


def facts_of(original: Original, case: Application) -> dict[str, Any]:
    if isinstance(original, Result):
        return {
            "title": (original.sheet or {}).get("title") or "Quyết định",
            "number": original.number,
            "name": f"{original.number}.pdf".replace("/", "-"),
            "content_type": "application/pdf",
            "digest": original.digest,
        }
    names = case.procedure_version.required_papers.values_list("key", "name")
    return {
        "title": dict(names).get(original.paper, original.name),
        "number": "",
        "name": original.name,
        "content_type": original.content_type,
        "digest": original.sha256,
    }


def pages_of(original: Original) -> int:
    """A result is our own; of a paper the pages were counted when it came."""
    if isinstance(original, Document):
        return original.pages or 1
    with original.file.open("rb") as file:
        counted = leafing.page_count(file)
    if isinstance(counted, str):
        raise leafing.Unreadable(counted)
    return counted


def render(copy: CertifiedCopy) -> bytes:
    """The same line of the book and the same original give the same bytes."""
    original, sheet = copy.result or copy.document, copy.sheet or {}
    if original is None:
        raise LookupError(f"{copy} is a copy of nothing")
    with original.file.open("rb") as file:
        files = {
            leaf: leafing.picture_of(file, page=page, pixels=PIXELS)
            for page, leaf in enumerate(sheet["leaves"], start=1)
        }
        file.seek(0)
        files[ORIGINAL] = file.read()
    return rendering.render("certified_copy", sheet, files)


def finish(copy: CertifiedCopy, signature: Signature) -> None:
    """Only once: whoever signed at the same time got the same signature."""
    unsigned = CertifiedCopy.objects.filter(pk=copy.pk, signature=None)
    unsigned.update(
        signature=signature,
        digest=signature.signed_digest,
        size=signature.document.size,
        file=signature.document.name,
    )
    copy.refresh_from_db()
