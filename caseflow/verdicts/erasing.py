"""What the signatures of filed papers were worth names who signed; it goes with the last file."""

from caseflow.applications.erasing import Eraser, Gone
from caseflow.applications.models import Application, Document
from caseflow.verdicts.models import Examination


def erase(case: Application) -> Gone:
    """A paper that another case still has keeps its verdict."""
    gone = Gone()
    digests = set(Document.objects.filter(application=case).values_list("sha256", flat=True))
    others = Document.objects.filter(sha256__in=digests, is_erased=False)
    elsewhere = set(others.exclude(application=case).values_list("sha256", flat=True))
    nobodys = Examination.objects.filter(sha256__in=digests - elsewhere)
    gone.note("verdicts", nobodys.delete()[0])
    return gone


ERASER = Eraser(erase)
