"""What the signatures of filed papers were worth names who signed; it goes with the last file."""

from caseflow.applications.erasing import Cases, Eraser, Gone
from caseflow.applications.models import Document
from caseflow.verdicts.models import Examination


def erase(cases: Cases) -> Gone:
    """A paper that another case still has keeps its verdict."""
    gone = Gone()
    papers = Document.objects.filter(application__in=cases).exclude(sha256="")
    case_of = dict(papers.values_list("sha256", "application"))
    examined = Examination.objects.filter(sha256__in=case_of)
    digests = dict(examined.values_list("pk", "sha256"))
    others = Document.objects.filter(sha256__in=digests.values(), is_erased=False)
    elsewhere = set(others.exclude(application__in=cases).values_list("sha256", flat=True))
    nobodys = [key for key, digest in digests.items() if digest not in elsewhere]
    Examination.objects.filter(pk__in=nobodys).delete()
    gone.note("verdicts", [case_of[digests[key]] for key in nobodys])
    return gone


ERASER = Eraser(erase)
