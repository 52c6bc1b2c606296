"""What the office handed out loses its words with the person's data; number and digest stay.

So a document that somebody brings years later is still known as ours, and still what was signed.
"""

from typing import Any

from django.db.models import QuerySet

from caseflow.applications.erasing import Eraser, Gone
from caseflow.applications.models import Application
from caseflow.issuing.models import CertifiedCopy, Preparation, Result, SigningOrder, Slip
from caseflow.issuing.states import OrderState
from signatures import erasing

UNSETTLED = (OrderState.WAITING, OrderState.SIGNING)


def erase(case: Application) -> Gone:
    """Sheets, files, paper codes, statements and signed scans; may be repeated."""
    gone = Gone()
    erase_papers(gone, "slips", Slip.objects.filter(application=case))
    erase_papers(gone, "results", Result.objects.filter(application=case), paper_code="")
    erase_papers(gone, "certified copies", CertifiedCopy.objects.filter(application=case))
    orders = SigningOrder.objects.filter(application=case)
    gone.note("signing orders", orders.update(sheet=None, error=""))
    Preparation.objects.filter(order__application=case).delete()
    gone.note_files("signed documents", erasing.erase(case.number))
    return gone


def erase_papers(gone: Gone, what: str, papers: QuerySet[Any], **also: str) -> None:
    gone.note_files("files", list(papers.values_list("file", flat=True)))
    gone.note(what, papers.update(sheet=None, file="", **also))


def still_needs(case: Application) -> bool:
    """A result waits for a signature."""
    return SigningOrder.objects.filter(application=case, state__in=UNSETTLED).exists()


ERASER = Eraser(erase, still_needs)
