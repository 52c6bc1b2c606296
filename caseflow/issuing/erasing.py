"""What the office handed out loses its words with the person's data; number and digest stay.

So a document that somebody brings years later is still known as ours, and still what was signed.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from caseflow.applications.erasing import Cases, Eraser, Gone
from caseflow.issuing.models import CertifiedCopy, Preparation, Result, SigningOrder, Slip
from caseflow.issuing.states import OrderState
from signatures import erasing

UNSETTLED = (OrderState.WAITING, OrderState.SIGNING)


def erase(cases: Cases) -> Gone:
    """Sheets, files, paper codes, statements and signed scans; may be repeated."""
    gone = Gone()
    erase_papers(gone, "slips", Slip.objects.filter(application__in=cases))
    erase_papers(gone, "results", Result.objects.filter(application__in=cases), paper_code="")
    erase_papers(gone, "certified copies", CertifiedCopy.objects.filter(application__in=cases))
    orders = SigningOrder.objects.filter(application__in=cases)
    gone.note("signing orders", orders.values_list("application", flat=True))
    orders.update(sheet=None, error="")
    Preparation.objects.filter(order__application__in=cases).delete()
    erase_signed(gone, {case.number: case.pk for case in cases})
    return gone


def erase_papers(gone: Gone, what: str, papers: QuerySet[Any], **also: str) -> None:
    gone.note(what, papers.values_list("application", flat=True))
    gone.note_files("files", papers.values_list("application", "file"))
    papers.update(sheet=None, file="", **also)


def erase_signed(gone: Gone, numbers: Mapping[str, int]) -> None:
    """Whatever is signed for a case has a reference that begins with the number of the case."""
    signed = erasing.erase(numbers)
    gone.note_files("signed documents", ((numbers[number], file) for number, file in signed))


def unsettled(cases: Cases) -> set[int]:
    """Of which a result waits for a signature."""
    waiting = SigningOrder.objects.filter(application__in=cases, state__in=UNSETTLED)
    return set(waiting.values_list("application", flat=True))


ERASER = Eraser(erase, unsettled)
