"""What the office handed out loses its words with the person's data; number and digest stay."""

from django.db import transaction

from caseflow.applications.models import Application
from caseflow.issuing.models import CertifiedCopy, Preparation, Result, SigningOrder, Slip
from signatures import erasing
from signatures.erasing import remove_after_commit


@transaction.atomic
def erase(case: Application) -> None:
    """Sheets, files, paper codes, statements and signed scans.

    May be repeated. Nothing may wait for a signature any more: the caller erases ended cases only.
    """
    files = [
        paper.file
        for kind in (Slip, Result, CertifiedCopy)
        for paper in kind.objects.filter(application=case).exclude(file="")
    ]
    Slip.objects.filter(application=case).update(sheet=None, file="")
    Result.objects.filter(application=case).update(sheet=None, file="", paper_code="")
    CertifiedCopy.objects.filter(application=case).update(sheet=None, file="")
    SigningOrder.objects.filter(application=case).update(sheet=None)
    Preparation.objects.filter(order__application=case).delete()
    for file in files:
        remove_after_commit(file)
    erasing.erase(case.number)
